import { Html, html } from "./html.ts";
import type { ShowPicture } from "./markdown_html.ts";

/** What pictures show, for those that summary.md does not speak of; with the data of a run beside. */
const captions: Record<string, string> = {
  "curves.svg": "Learning curves",
  "final.svg": "Final metric of each variant, a point for each seed",
  "gap.svg": "Gap between training and test",
  "layers.svg": "Activations and gradients of each layer",
  "weights.svg": "Weights of the first layer as pictures",
  "boundary.svg": "Decision boundary over the two inputs",
  "confusion.svg": "Confusion matrix of the best model",
  "grid.svg": "Final metric over the grid of settings",
  "trials.svg": "Trials of the search as parallel coordinates",
  "effects.svg": "Effect of each setting that was searched",
  "mistakes.svg": "Examples that the best model gets wrong",
  "mistakes.png": "Examples that the best model gets wrong",
};

const types: Record<string, string> = { svg: "image/svg+xml", png: "image/png" };

/** Whether a file of a results folder is a picture. */
export function isPicture(name: string): boolean {
  return Object.hasOwn(types, extension(name));
}

/** The pictures of a folder, inlined. */
export interface Pictures {
  /** The picture of a path in summary.md; a sentence where there is none. */
  show: ShowPicture;
  /** Those that `show` was not asked for, under their captions. */
  others(): Html[];
}

/**
 * Pictures as `data:` addresses, where no script in them ever runs and nothing is loaded.
 *
 * @param files Content by name.
 * @param options.replaced A picture of which the page has an interactive form: it is only for
 * readers without scripts.
 */
export function inlinePictures(
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
  { replaced }: { replaced?: string | undefined } = {},
): Pictures {
  const shown = new Set<string>();
  const show: ShowPicture = (name, alt) => {
    shown.add(name);
    const bytes = isPicture(name) ? files.get(name) : undefined;
    if (bytes === undefined) return html`<em>Picture missing: ${name}. ${alt}</em>`;
    const image = html`<img src="${dataAddress(name, bytes)}" alt="${alt}">`;
    return name === replaced ? html`<noscript>${image}</noscript>` : image;
  };
  return {
    show,
    others: () =>
      [...files.keys()]
        .filter((name) => isPicture(name) && !shown.has(name))
        .map((name) => {
          const caption = captions[name] ?? name;
          const figure = html`<figure>${
            show(name, caption)
          }<figcaption>${caption}</figcaption></figure>`;
          return name === replaced ? show(name, caption) : figure;
        }),
  };
}

function dataAddress(name: string, bytes: Uint8Array<ArrayBuffer>): string {
  return `data:${types[extension(name)]!};base64,${bytes.toBase64()}`;
}

function extension(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
