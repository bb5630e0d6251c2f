// @ts-check
import { showCurves } from "./curves.js";
import { showRuns } from "./runs_table.js";
import { sortTables } from "./sort_tables.js";
import { chooseStatistics } from "./statistics.js";
import { addThemeSwitch } from "./theme.js";

addThemeSwitch();
sortTables();
chooseStatistics();
showRuns();
showCurves();
