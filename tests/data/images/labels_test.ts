import { assertEquals, assertThrows } from "@std/assert";
import { classifyPictures } from "../../../src/data/images/labels.ts";
import type { Listing } from "../../../src/data/images/listing.ts";
import { ExperimentError } from "../../../src/errors.ts";

function listing(names: string[], folder = "train"): Listing {
  const pictures = names.map((name) => ({
    name,
    file: `${folder}/${name}`,
    path: `/data/${folder}/${name}`,
    bytes: 1,
  }));
  const subfolders = names.filter((name) => name.includes("/")).map((name) => name.split("/")[0]!);
  return { folder, pictures, subfolders: [...new Set(subfolders)] };
}

function refused(act: () => unknown): ExperimentError {
  return assertThrows(act, ExperimentError);
}

Deno.test("labels are sub-folders where there are any, whatever files are called", () => {
  assertEquals(classifyPictures([listing(["dog/cat.1.jpg", "cat/deep/er.jpg"])], {}), {
    classes: ["cat", "dog"],
    ofPictures: [["dog", "cat"]],
  });
});

Deno.test("labels are read from file names up to the first dot or the number at the end", () => {
  const names = [
    "cat.12.jpg",
    "cat_1.PNG",
    "cat-3.jpg",
    "cat (4).jpg",
    "cat5.jpeg",
    "big dog 7.jpg",
  ];
  const { classes, ofPictures } = classifyPictures([listing([...names, "dog.1.2.jpg"])], {});
  assertEquals(classes, ["big dog", "cat", "dog"]);
  assertEquals(ofPictures, [["cat", "cat", "cat", "cat", "cat", "big dog", "dog"]]);
});

Deno.test("labels are read from file names in sub-folders on request", () => {
  const { classes } = classifyPictures([listing(["a/cat.1.jpg", "b/dog.1.jpg"])], {
    labels: "names",
  });
  assertEquals(classes, ["cat", "dog"]);
});

Deno.test("classes are in code-unit order, capitals first", () => {
  const { classes } = classifyPictures([listing(["a/1.png", "Z/1.png", "é/1.png", "b/1.png"])], {});
  assertEquals(classes, ["Z", "a", "b", "é"]);
});

Deno.test("grouped classes keep the order that they are listed in", () => {
  const pictures = [listing(["cat/1.png", "dog/1.png", "other/1.png"])];
  const classes = { "non-cat": ["dog", "other"], cat: ["cat"] };
  assertEquals(classifyPictures(pictures, { classes }), {
    classes: ["non-cat", "cat"],
    ofPictures: [["cat", "non-cat", "non-cat"]],
  });
});

Deno.test("a label that no class lists is an error that names a picture of it", () => {
  const error = refused(() =>
    classifyPictures([listing(["bird/1.png", "cat/1.png", "dog/1.png"])], {
      classes: { dog: ["dog"], cat: ["cat"] },
    })
  );
  assertEquals(
    error.message,
    'Cannot tell the class of train/bird/1.png: label "bird" is in no class',
  );
});

Deno.test("a listed label that no picture has is an error that offers the nearest", () => {
  const error = refused(() =>
    classifyPictures([listing(["cat/1.png", "dog/1.png"])], {
      classes: { dog: ["dogs"], cat: ["cat"] },
    })
  );
  assertEquals(
    error.message,
    'Cannot find label "dogs" in train: did you mean "dog"? Found: cat, dog',
  );
});

Deno.test("a test part may lack a class but not have one of its own", () => {
  const train = listing(["bird/1.png", "cat/1.png", "dog/1.png"]);
  const test = listing(["dog/9.png"], "test");
  assertEquals(classifyPictures([train, test], {}).ofPictures[1], ["dog"]);
  const error = refused(() => classifyPictures([train, listing(["cow/1.png"], "test")], {}));
  assertEquals(
    error.message,
    'Cannot tell the class of test/cow/1.png: no training picture is "cow". ' +
      "Training pictures are: bird, cat, dog",
  );
});

Deno.test("pictures that are all of one class are refused", () => {
  const error = refused(() => classifyPictures([listing(["cat/1.png", "cat/2.png"])], {}));
  assertEquals(
    error.message,
    'Cannot learn to tell classes apart in train: all pictures are "cat"',
  );
});

Deno.test("an empty class folder is refused by name", () => {
  const pictures = { ...listing(["cat/1.png", "dog/1.png"]), subfolders: ["bird", "cat", "dog"] };
  const error = refused(() => classifyPictures([pictures], {}));
  assertEquals(error.message, "Cannot find any picture in the class folder train/bird");
});

Deno.test("a picture beside the class folders is refused by name", () => {
  const error = refused(() => classifyPictures([listing(["cat/1.png", "stray.png"])], {}));
  assertEquals(
    error.message,
    "Cannot tell the class of train/stray.png: it is in no class folder",
  );
});

Deno.test("a name that tells no class is refused", () => {
  for (const name of ["12.jpg", "fluffy.jpg", "_3.jpg"]) {
    const error = refused(() => classifyPictures([listing(["cat.1.jpg", name])], {}));
    assertEquals(error.message, `Cannot tell the class of train/${name} from its name`);
  }
});
