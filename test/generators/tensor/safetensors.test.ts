import { describe, expect, it } from "vitest";
import { readSafetensors } from "../../../generators/tensor/safetensors.ts";

const file = (header: unknown, data: number[]): Uint8Array => {
  const text = new TextEncoder().encode(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(data, 8 + text.length);
  return bytes;
};
const one = (entry: object, data: number[]) => readSafetensors(file({ w: entry }, data), "w.safetensors");

describe("safetensors", () => {
  it("reads half precision: normal, subnormal, signed, infinite", () => {
    // numpy: np.array([1, -2, 65504, 6e-8, -0.333251953125, inf], "<f2").tobytes()
    const data = [0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00, 0x55, 0xb5, 0x00, 0x7c];
    const { values, shape } = one({ dtype: "F16", shape: [2, 3], data_offsets: [0, 12] }, data).get("w")!;
    expect(shape).toEqual([2, 3]);
    expect([...values]).toEqual([1, -2, 65504, 2 ** -24, -0.333251953125, Number.POSITIVE_INFINITY]);
  });
  it("reads single precision at an offset, and lets metadata be", () => {
    const bytes = file(
      {
        __metadata__: { made: "here" },
        a: { dtype: "F32", shape: [1], data_offsets: [4, 8] },
        b: { dtype: "F16", shape: [], data_offsets: [2, 4] },
      },
      [0, 0, 0, 0x3c, 0, 0, 0x20, 0xc1],
    );
    const tensors = readSafetensors(bytes, "w");
    expect([...tensors.keys()]).toEqual(["a", "b"]);
    expect([...tensors.get("a")!.values, ...tensors.get("b")!.values]).toEqual([-10, 1]);
  });
  it("refuses what does not fit, naming file and tensor", () => {
    const entry = { dtype: "F16", shape: [2], data_offsets: [0, 4] };
    expect(() => readSafetensors(new Uint8Array(4), "w")).toThrow(
      "w: must start with the length of its header",
    );
    expect(() => readSafetensors(file({ w: entry }, [0, 0, 0, 0]).subarray(0, 20), "w")).toThrow(
      "length of its",
    );
    expect(() => readSafetensors(file("{nonsense", []), "w")).toThrow("w: must have a JSON header");
    expect(() => readSafetensors(file("[1]", []), "w")).toThrow("JSON object");
    expect(() => one({ ...entry, dtype: "I8" }, [0, 0])).toThrow(
      "w.safetensors: w: must be of type F16 or F32",
    );
    expect(() => one({ ...entry, shape: [-2] }, [])).toThrow("a shape and two data offsets");
    expect(() => one({ ...entry, data_offsets: [0] }, [])).toThrow("a shape and two data offsets");
    expect(() => one(entry, [0, 0])).toThrow("data of the size of its shape inside the file");
    expect(() => one({ ...entry, data_offsets: [0, 6] }, [0, 0, 0, 0, 0, 0])).toThrow("size of its shape");
  });
});
