import { backgroundLuminance, paintBackground } from "./background.ts";
import { type Animal, drawTilt, paintAnimal, type Pose } from "./bodies.ts";
import { type Brush, fill, placed } from "./brush.ts";
import { drawCatFace, paintCatHead } from "./cat.ts";
import { paintClutterBehind, paintClutterInFront } from "./clutter.ts";
import { type Coat, drawCoat } from "./coat.ts";
import { type Colour, hex, luminance, mix } from "./colour.ts";
import { drawDogFace, paintDogHead } from "./dog.ts";
import type { Draws } from "./draws.ts";
import { createFrame } from "./frame.ts";
import { ellipse } from "./geometry.ts";
import { applyLight, toBytes } from "./light.ts";
import { drawThing } from "./other.ts";

export const subjects = ["cat", "dog", "other"] as const;
export type Subject = typeof subjects[number];

/** A picture as bytes: red, green, blue for each pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  bytes: Uint8Array;
}

export interface SceneOptions {
  subject: Subject;
  /** Number among the pictures of its subject: kinds of things take turns. */
  index: number;
  width: number;
  height: number;
}

/** Draws one picture: background, things behind, the subject, things in front, light. */
export function drawScene(draws: Draws, { subject, index, width, height }: SceneOptions): Picture {
  const frame = createFrame(width, height);
  const { colour, paint, flat } = chooseSubject(draws, subject, index);
  const wanted = backgroundLuminance(draws, luminance(colour));
  paintBackground(frame, draws, wanted);
  paintClutterBehind(frame, draws);
  const brush = placed(frame.brush, {
    x: draws.bell() * 0.06 + (draws.chance(0.06) ? draws.pick([-0.3, 0.3]) : 0),
    y: draws.bell() * 0.05 + 0.02,
    scale: Math.max(0.75, Math.min(1.2, 0.98 + draws.bell() * 0.06)),
    tilt: draws.bell() * 0.03,
    mirror: draws.chance(0.5),
  });
  if (flat) fill(brush, ellipse(0, 0.93, 0.7, 0.1), hex(0x1a1820), { opacity: 0.25 });
  paint(brush);
  if (draws.chance(0.25)) paintClutterInFront(frame, draws);
  applyLight(frame.canvas, draws);
  return { width, height, bytes: toBytes(frame.canvas) };
}

interface ChosenSubject {
  colour: Colour;
  /** Whether it stands on the ground and throws a shadow. */
  flat: boolean;
  paint: (brush: Brush) => void;
}

/** How often each pose comes. */
const POSES: readonly Pose[] = [
  ...["head", "head", "head", "head", "head"] as const,
  ...["sitting", "sitting", "sitting"] as const,
  "lying",
  "walking",
];

function chooseSubject(draws: Draws, subject: Subject, index: number): ChosenSubject {
  if (subject === "other") {
    const { look, paint } = drawThing(draws, index);
    return { colour: look.main, flat: true, paint };
  }
  const coat = furFor(subject, drawCoat(draws));
  const animal: Animal = {
    pose: draws.pick(POSES),
    coat,
    longTail: subject === "cat",
    collar: draws.chance(0.3) ? hex(draws.pick([0xc23b3b, 0x2f6fb5, 0x3d9a5f])) : undefined,
    tilt: drawTilt(draws),
    paintHead: headOf(draws, subject, coat),
  };
  return {
    colour: mix(coat.base, coat.pale, 0.2),
    flat: animal.pose !== "head",
    paint: (brush) => paintAnimal(brush, animal),
  };
}

/** Tigers' stripes look wrong on a dog. */
function furFor(subject: Subject, coat: Coat): Coat {
  return subject === "dog" && coat.pattern === "tabby" ? { ...coat, pattern: "plain" } : coat;
}

function headOf(draws: Draws, subject: "cat" | "dog", coat: Coat): Animal["paintHead"] {
  if (subject === "cat") {
    const face = drawCatFace(draws);
    return (brush) => paintCatHead(brush, coat, face);
  }
  const face = drawDogFace(draws);
  return (brush) => paintDogHead(brush, coat, face);
}
