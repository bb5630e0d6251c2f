// refused: an instance of Small
class Small { name = "small"; }
export default new Small();
