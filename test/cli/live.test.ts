// Subscriptions on the command line that can't be read, before anything is asked.
import { describe, expect, it } from "vitest";
import { fromEstate } from "../../cli/live";
import { live, liveRegistry, liveUser, subscriptionGuid } from "../policies/support/live";
import { runCommand } from "./run-command";

describe.each(["check", "report"])("acr-auth %s", (name) => {
    it.each([
        [["--registry", "images"], "--registry narrows what --subscription reads; give --subscription ID as well"],
        [
            ["--subscription", "Production"],
            "--subscription must be the id of a subscription, such as 00000000-0000-0000-0000-000000000000, not 'Production'; `az account list --output table` shows names and ids",
        ],
        [
            ["--subscription", subscriptionGuid, "--registry", "images.azurecr.io"],
            "--registry must be the name of a registry, 5 to 50 letters and digits, not 'images.azurecr.io'; `az acr list --output table` shows names",
        ],
    ])("refuses %j in one line", async (args, message) => {
        expect(await runCommand([name, ...args])).toEqual({
            code: 2,
            stdout: "",
            stderr: `acr-auth ${name}: ${message}\n`,
        });
    });
});

it("counts resources by the subscription or the directory that holds them", () => {
    const other = "22222222-2222-2222-2222-222222222222";
    const { sources, resources } = fromEstate(
        [subscriptionGuid, other],
        [
            liveRegistry("images"),
            live("azure-native:containerregistry:Registry", `/subscriptions/${other}/resourceGroups/a/b`),
            live("azure-native:authorization:RoleAssignment", "/providers/Microsoft.Management/managementGroups/m/x"),
            liveUser("ada"),
        ],
        [],
    );
    expect(sources).toEqual([
        { path: `subscription ${subscriptionGuid}`, form: "subscription", resources: 2 },
        { path: `subscription ${other}`, form: "subscription", resources: 1 },
        { path: "Microsoft Graph", form: "directory", resources: 1 },
    ]);
    expect(resources.map(({ file }) => file)).toEqual([
        `subscription ${subscriptionGuid}`,
        `subscription ${other}`,
        `subscription ${subscriptionGuid}`,
        "Microsoft Graph",
    ]);
});
