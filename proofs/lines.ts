// Printed lines that fit a terminal: longer ones are broken between words and go on, indented, in the next line. Pure.

/** Columns of a printed line. */
export const lineWidth = 100;

/** A command to copy stays in one piece. */
const command = /^\s*remedy: /;

/** One line as one or more of at most `width` columns; a word that is longer, such as an ARM id, stays whole to be copied. */
export function fitted(line: string, width = lineWidth): string[] {
    if (line.length <= width || command.test(line)) return [line];
    const indent = `${/^\s*/.exec(line)?.[0] ?? ""}    `;
    const lines: string[] = [];
    let rest = line;
    while (rest.length > width) {
        const start = /^\s*/.exec(rest)?.[0].length ?? 0;
        const fitting = rest.lastIndexOf(" ", width);
        const end = fitting > start ? fitting : rest.indexOf(" ", Math.max(start, width));
        if (end === -1) break;
        lines.push(rest.slice(0, end).trimEnd());
        rest = indent + rest.slice(end).trimStart();
    }
    return [...lines, rest];
}

/** Every line of a text, fitted. */
export const fittedText = (text: string): string =>
    text
        .split("\n")
        .flatMap((line) => fitted(line))
        .join("\n");
