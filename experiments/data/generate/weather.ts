import type { Stream } from "../../../src/random/mod.ts";
import { createDraws, type Draws } from "./draws.ts";

const KIND = 8, DAYS = 1461;

/** Named and ordered as in the daily observations of Australia's Bureau of Meteorology. */
const COLUMNS = [
  "Date",
  "Location",
  "MinTemp",
  "MaxTemp",
  "WindGustDir",
  "Humidity9am",
  "Humidity3pm",
  "Pressure9am",
  "Pressure3pm",
  "Temp9am",
  "Temp3pm",
  "RainToday",
  "RainTomorrow",
] as const;

/** What drives the weather of a day; every number has a mean of about 0 and a deviation of about 1. */
interface Air {
  /** From -1 in mid-winter to 1 in mid-summer. */
  season: number;
  pressure: number;
  warmth: number;
  moisture: number;
  /** Where the wind comes from, in sixteenths of a turn from north over east. */
  wind: number;
}

const COMPASS = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split(" ");

/** Four years of days at one made-up place, as CSV with a header; `NA` where nothing was measured. */
export function generateWeather(stream: Stream): string {
  const rows: string[] = [COLUMNS.join(",")];
  let air: Air = { season: 0, pressure: 0, warmth: 0, moisture: 0, wind: 0 };
  let rainToday = false;
  for (let day = 0; day < DAYS; day++) {
    const draws = createDraws(stream, { kind: KIND, index: day });
    air = nextAir(draws, air, day);
    const rainTomorrow = rainFollows(draws, air, rainToday);
    rows.push(observe(draws, { air, day, rainToday, rainTomorrow }).join(","));
    rainToday = rainTomorrow;
  }
  return rows.join("\n") + "\n";
}

/** Pressure, warmth and moisture drift from what they were; low pressure draws in moist air. */
function nextAir(draws: Draws, before: Air, day: number): Air {
  const season = seasonOf(day);
  const pressure = 0.66 * before.pressure + 0.75 * draws.bell();
  const warmth = 0.6 * before.warmth + 0.8 * draws.bell();
  const moisture = 0.5 * before.moisture - 0.25 * pressure + 0.8 * draws.bell();
  // Westerly under low pressure, south-easterly under high.
  const wind = Math.floor(25.5 - 3 * pressure + 2.6 * draws.bell()) % 16;
  return { season, pressure, warmth, moisture, wind: (wind + 16) % 16 };
}

/** A wave of parabolas, which is within 0.06 of a sine; day 0 is the first of December. */
function seasonOf(day: number): number {
  const turn = (day + 45) / 365.25;
  const x = turn - Math.floor(turn);
  return x < 0.5 ? 16 * x * (0.5 - x) : -16 * (x - 0.5) * (1 - x);
}

/**
 * Rain comes in two ways, neither of which is a weighted sum of what is measured: in the cold season
 * a front, when low pressure meets moist air; in the warm season a storm, when the air is moist under
 * high pressure. Wind from the sea brings more: from the west in winter, from the east in summer.
 */
function rainFollows(draws: Draws, air: Air, rainToday: boolean): boolean {
  const { season, pressure, warmth, moisture, wind } = air;
  const front = positive(0.5 - season) * positive(0.5 - pressure);
  const storm = positive(season + 0.2 * warmth) * positive(pressure + 0.5);
  const easterly = wind >= 1 && wind <= 7;
  const sea = season * (easterly ? 1 : -1);
  const score = 1.2 * front + 1.8 * storm + 0.9 * moisture + 0.4 * sea + (rainToday ? 0.3 : 0);
  return score + 0.75 * draws.bell() > 1.75;
}

function positive(x: number): number {
  return Math.max(0, x);
}

interface Day {
  air: Air;
  day: number;
  rainToday: boolean;
  rainTomorrow: boolean;
}

/** The row of a day in the order of {@linkcode COLUMNS}. */
function observe(draws: Draws, { air, day, rainToday, rainTomorrow }: Day): string[] {
  const { season, pressure, warmth, moisture } = air;
  const mean = 15.5 + 7.5 * season + 2.6 * warmth;
  const range = Math.max(3, 12 + 2 * season - 1.8 * moisture + 1.5 * draws.bell());
  const morning = mean - 0.15 * range + 0.8 * draws.bell();
  const afternoon = mean + 0.44 * range + 0.5 * draws.bell();
  const wet = 13 * moisture + (rainToday ? 5 : 0);
  const humidity9am = percent(70 - 8 * season + wet + 7 * draws.bell());
  const humidity3pm = percent(49 - 7 * season - 1.5 * warmth + 1.2 * wet + 7 * draws.bell());
  const pressure9am = 1017 + 6.5 * pressure + 0.8 * draws.bell();
  const pressure3pm = pressure9am - 2.3 + 0.8 * draws.bell();
  const often = (text: string) => draws.chance(0.008) ? "NA" : text;
  return [
    dateOf(day),
    "Seedford",
    often((mean - range / 2).toFixed(1)),
    often((mean + range / 2).toFixed(1)),
    draws.chance(0.03) ? "NA" : COMPASS[air.wind]!,
    often(String(humidity9am)),
    often(String(humidity3pm)),
    often(pressure9am.toFixed(1)),
    often(pressure3pm.toFixed(1)),
    often(morning.toFixed(1)),
    often(afternoon.toFixed(1)),
    yesOrNo(rainToday),
    yesOrNo(rainTomorrow),
  ];
}

function percent(value: number): number {
  return Math.max(5, Math.min(100, Math.floor(value + 0.5)));
}

function yesOrNo(value: boolean): string {
  return value ? "Yes" : "No";
}

const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Day 0 is 01-12-2012, written as the Bureau's table has it. */
function dateOf(day: number): string {
  let year = 2012, month = 11, rest = day;
  while (rest >= daysIn(month, year)) {
    rest -= daysIn(month, year);
    month++;
    if (month === 12) {
      month = 0;
      year++;
    }
  }
  return `${two(rest + 1)}-${two(month + 1)}-${year}`;
}

function daysIn(month: number, year: number): number {
  return MONTHS[month]! + (month === 1 && year % 4 === 0 ? 1 : 0);
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
