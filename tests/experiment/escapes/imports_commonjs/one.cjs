module.exports = require("node:fs").readFileSync("CANARY_FILE");
