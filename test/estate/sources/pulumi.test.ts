// Which texts are read as a state or a plan, and what is said of the others.
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalise } from "../../../estate/resource";
import { holdsPlainSecret, parseInput, readState, UnreadableInput } from "../../../estate/sources/pulumi";
import { deployedRegistry, token as nativeToken } from "../../policies/support/resources";
import {
    checkpointOf,
    encryptedSecret,
    exportOf,
    plaintextSecret,
    planOf,
    stack,
    stepOf,
} from "../../support/pulumi-state";

const dev = stack("app", "dev");
const token = dev.component("RepositoryToken", "device", { outputs: { username: "device" } });
const neither =
    "is neither an exported state (`pulumi stack export`) nor a preview plan (`pulumi preview --json`): found";

describe("parseInput", () => {
    it.each([
        ["", "is empty"],
        [" \n", "is empty"],
        ["\uFEFF", "is empty"],
        ["not json", "is not JSON"],
        ['{"version": 3, "deployment": {"resources": [{"urn"', "is not complete JSON: it is cut off or damaged"],
        ["[]", `${neither} a list`],
        ["7", `${neither} a number`],
        ["null", `${neither} null`],
        ["{}", `${neither} an empty object`],
        ['{"name": "x", "version": 1}', `${neither} an object with name, version`],
        ['{"version": 3, "deployment": {"resources": {}}}', "has a deployment whose resources are not a list"],
        ['{"deployment": {"resources": [{"type": "a:b:C"}]}}', "has a resource without urn and type"],
    ])("refuses %j in one line", (source, message) => {
        expect(() => parseInput(source)).toThrow(new UnreadableInput(message));
    });

    it.each([
        ["an exported state", exportOf([dev.root, token]), "state"],
        ["a checkpoint file", checkpointOf([dev.root, token]), "state"],
        ["a plan", planOf([stepOf("same", dev.root), stepOf("create", token)]), "plan"],
    ])("reads %s, with or without a byte order mark", (_, json, form) => {
        const read = parseInput(JSON.stringify(json));
        expect([read.form, read.resources.map(({ name }) => name)]).toEqual([form, ["app-dev", "device"]]);
        expect(parseInput(`\uFEFF${JSON.stringify(json)}`)).toEqual(read);
    });

    it("reads any JSON, or refuses it with a reason", () => {
        fc.assert(
            fc.property(fc.jsonValue(), (value) => {
                for (const state of [
                    value,
                    { deployment: value },
                    { deployment: { resources: value } },
                    { steps: value },
                ]) {
                    try {
                        parseInput(JSON.stringify(state));
                    } catch (error) {
                        expect(error).toBeInstanceOf(UnreadableInput);
                    }
                }
            }),
        );
    });

    it("reads what was recorded, without what is only to be deleted", () => {
        const json = (value: unknown) => JSON.parse(JSON.stringify(value));
        const recorded = [deployedRegistry("images"), nativeToken("edge", { status: "enabled" })];
        const states = recorded.map((item) => ({ custom: true, ...item }));
        const read = readState(json(exportOf(states)));
        expect(read.map(({ urn, kind, id }) => [urn, kind, id])).toEqual(
            recorded.flatMap(normalise).map(({ urn, kind, id }) => [urn, kind, id]),
        );
        expect(readState(json(checkpointOf(states)))).toHaveLength(2);
        expect(readState(json(exportOf([{ ...states[0], delete: true }])))).toEqual([]);
    });

    it("reads a state without resources", () => {
        expect(parseInput('{"version": 3, "deployment": {}}').resources).toEqual([]);
    });
});

describe("holdsPlainSecret", () => {
    it.each([
        ["in plain text", plaintextSecret("secret"), true],
        ["encrypted", encryptedSecret(), false],
    ])("tells whether a state holds secrets %s", (_, password, expected) => {
        expect(holdsPlainSecret(exportOf([{ ...token, outputs: { list: [{ password }] } }]))).toBe(expected);
    });
});
