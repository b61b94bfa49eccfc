import { expect, test } from "vitest";
import { namesOf, pathInputs, resolveType } from "../../../../local/providers/azure-native/package";
import { azureTypes } from "../../../../local/providers/azure-native/types";
import { lowerFirst, sdkResource } from "../sdk";

const keys = Object.keys(azureTypes);

test.each(keys)("%s is what the installed SDK declares", (key) => {
    const [module = "", name = ""] = key.split(":");
    const sdk = sdkResource(`azure-native/${module}/${lowerFirst(name)}`);
    const type = resolveType(`azure-native:${key}`);
    const names = namesOf(type);
    const inputs = [...new Set([...names.inputs, ...(type.envelope ?? [])])];
    expect({
        token: type.token,
        apiVersion: type.apiVersion,
        inputs: inputs.sort(),
        required: names.required.sort(),
    }).toEqual({ token: sdk.token, apiVersion: sdk.apiVersion, inputs: sdk.inputs, required: sdk.required });
    // `systemData` and `type` are shown for every type here, although a few types of the SDK have none.
    const outputs = [...(type.outputs ?? []), "name", "azureApiVersion"];
    expect(outputs).toEqual(
        expect.arrayContaining(sdk.outputs.filter((output) => !["type", "systemData"].includes(output))),
    );
    expect([...sdk.outputs, ...sdk.inputs]).toEqual(expect.arrayContaining(type.outputs ?? []));
});

test.each(keys)("%s: what the entry says of inputs is about inputs that it has", (key) => {
    const type = resolveType(`azure-native:${key}`);
    const own = [...(type.envelope ?? []), ...(type.properties ?? [])];
    const roots = [
        ...(type.replaceOnChanges ?? []),
        ...(type.computed ?? []),
        ...(type.stringSets ?? []),
        ...Object.keys(type.renames ?? {}),
        ...(type.required ?? []),
    ].map((path) => path.replace(/\..*$/, ""));
    expect(own).toEqual(expect.arrayContaining(roots));
    expect(new Set(own).size).toBe(own.length);
    expect(pathInputs(type).length).toBeGreaterThan(0);
});
