// refused: its own place
// The map would lead all places to the first line.
const { stack } = new Error("all is well");
throw new Error(/:[23]:\d+$/.test(stack!) ? "its own place" : `the map's place ${stack}`);
//# sourceMappingURL=file://CANARY_NEW/../stranger/map.json
