/** Stands for a slot in a reading: no word, so that no pair of words reaches over it. */
export const GAP = "¤";

/** Every way a frame's text can be read, choice by choice, with a gap for each slot. */
export const readingsOf = (source: string): readonly string[] => {
  const choices = [...source.matchAll(/\[([^\]]*)\]/g)];
  const plain = source.replace(/\{[^}]*\}/g, ` ${GAP} `);
  if (choices.length === 0) return [plain];
  const most = Math.max(...choices.map(([, options]) => options!.split("|").length));
  return Array.from({ length: most }, (_, i) =>
    plain.replace(/\[([^\]]*)\]/g, (_whole, options: string) => {
      const all = options.split("|");
      return all[i % all.length]!;
    }),
  );
};
