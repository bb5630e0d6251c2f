// refused: Missing key "name"
console.log('{"type":"value"}\n{"name":"forged"}');
export default {};
