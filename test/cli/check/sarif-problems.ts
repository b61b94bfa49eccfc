// What the published schema of SARIF has against a log.
import { readFile } from "node:fs/promises";
import Ajv from "ajv";

export async function sarifProblems(log: unknown): Promise<string[]> {
    const source = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
    const ajv = new Ajv({ schemaId: "auto", allErrors: true });
    ajv.addMetaSchema(JSON.parse(await readFile(require.resolve("ajv/lib/refs/json-schema-draft-04.json"), "utf8")));
    const validate = ajv.compile(JSON.parse(await readFile(source, "utf8")));
    validate(log);
    return (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
}
