// refused: an object with the key __proto__
export default JSON.parse('{"name":"small","__proto__":{"epochs":3}}');
