import { expect, test } from "vitest";
import { graphTypes } from "../../../../local/providers/azuread/types";
import { lowerFirst, sdkResource } from "../sdk";

test.each(Object.entries(graphTypes))("%s has no field that the installed SDK does not declare", (name, type) => {
    const sdk = sdkResource(`azuread/${lowerFirst(name)}`);
    const fields = Object.entries(type.fields);
    const inputs = fields.filter(([, field]) => !field.output).map(([field]) => field);
    const outputs = fields.filter(([, field]) => field.output).map(([field]) => field);
    expect(sdk.token).toBe(`azuread:index/${lowerFirst(name)}:${name}`);
    expect(sdk.inputs).toEqual(expect.arrayContaining(inputs));
    expect(sdk.outputs).toEqual(expect.arrayContaining(outputs));
    expect([...type.required].sort()).toEqual(sdk.required);
});

test.each(["ApplicationPassword", "ServicePrincipalPassword"])("nothing of an %s can be changed", (name) => {
    const inputs = Object.values(graphTypes[name]?.fields ?? {}).filter((field) => !field.output);
    expect(inputs.every((field) => field.replace)).toBe(true);
    expect(sdkResource(`azuread/${lowerFirst(name)}`).inputs).toHaveLength(inputs.length);
});
