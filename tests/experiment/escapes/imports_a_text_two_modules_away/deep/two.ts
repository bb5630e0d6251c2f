import secret from "../../canary.txt" with { type: "text" };
export default secret;
