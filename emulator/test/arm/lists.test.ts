// Lists of ARM: pages, filters that are read and filters that are refused.
import { describe, expect } from "vitest";
import { role, type TestEmulator } from "../services";
import { itWithRegistry as it, outcome } from "./azure";

const get = (azure: TestEmulator, path: string, options: Record<string, string> = {}, version?: string) =>
    azure.call("GET", `${path}?${new URLSearchParams(options)}`, undefined, version ? { version } : {});
const subscription = (azure: TestEmulator) => `/subscriptions/${azure.subscriptionId}`;
const names = ({ body }: { body: { value: { name: string }[] } }) => body.value.map(({ name }) => name);

describe("a list", () => {
    it("comes in pages, each with the link to the next", async ({ azure }) => {
        for (const name of ["second", "third"]) await azure.addRegistry({}, "Basic", name);
        azure.emulator.settings.armPageSize = 2;
        const list = `${azure.group}/providers/Microsoft.ContainerRegistry/registries`;
        const first = await get(azure, list);
        expect(names(first)).toEqual(["contoso", "second"]);
        expect(first.body.nextLink).toMatch(
            /^https:\/\/management\.azure\.com\/subscriptions\/.*\/registries\?.*%24skiptoken=\w+/,
        );
        const second = await azure.call("GET", first.body.nextLink);
        expect(names(second)).toEqual(["third"]);
        expect(second.body).not.toHaveProperty("nextLink");
    });

    it("is as short as asked", async ({ azure }) => {
        await azure.addRegistry({}, "Basic", "second");
        const first = await get(azure, `${subscription(azure)}/resources`, { $top: "1" });
        expect(names(first)).toEqual(["contoso"]);
        expect(names(await azure.call("GET", first.body.nextLink))).toEqual(["second"]);
    });

    it.for([
        [{ $skiptoken: "nonsense" }, "InvalidSkipToken"],
        [{ $top: "all" }, "InvalidTopInQueryString"],
    ] as const)("refuses %j", async ([options, code], { azure }) => {
        expect(outcome(await get(azure, `${subscription(azure)}/resources`, options))).toEqual({ status: 400, code });
    });
});

describe("a filter", () => {
    it.for([
        ["resourceType eq 'microsoft.containerregistry/registries'", ["contoso"]],
        ["resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'contoso'", []],
        ["substringof('toso', name)", ["contoso"]],
        ["resourceGroup eq 'other'", []],
    ] as const)("of resources: %s", async ([$filter, found], { azure }) => {
        expect(names(await get(azure, `${subscription(azure)}/resources`, { $filter }))).toEqual(found);
    });

    it.for<[string, string, string]>([
        ["resources", "tagName eq 'a'", "InvalidFilterInQueryString"],
        ["resources", "resourceType = 'x'", "InvalidFilterInQueryString"],
        ["resourcegroups", "name eq 'rg'", "InvalidFilterInQueryString"],
        ["providers/Microsoft.ContainerRegistry/registries", "name eq 'contoso'", "InvalidFilterInQueryString"],
        ["providers/Microsoft.Authorization/roleAssignments", "roleDefinitionId eq 'x'", "UnsupportedQuery"],
        ["providers/Microsoft.Authorization/roleAssignments", "assignedTo()", "UnsupportedQuery"],
        ["providers/Microsoft.Authorization/roleDefinitions", "description eq 'x'", "UnsupportedQuery"],
    ])("of %s that is not known is refused: %s", async ([list, $filter, code], { azure }) => {
        expect(outcome(await get(azure, `${subscription(azure)}/${list}`, { $filter }))).toEqual({ status: 400, code });
    });

    it("of role assignments may join what it knows", async ({ azure }) => {
        const { id } = azure.addServicePrincipal();
        await azure.assign(azure.group, id, role.reader);
        await azure.assign(azure.registryId(), id, role.acrPull);
        const list = `${azure.group}/providers/Microsoft.Authorization/roleAssignments`;
        const found = await get(azure, list, { $filter: `atScope() and assignedTo('${id}')` });
        expect(found.body.value).toMatchObject([{ properties: { scope: azure.group } }]);
        expect((await get(azure, list, { $filter: `principalId eq '${id}'` })).body.value).toHaveLength(2);
    });
});

describe("the list of resources", () => {
    it.for([
        ["2019-10-01", false],
        ["2022-09-01", true],
    ] as const)("in api-version %s has systemData: %s", async ([version, isThere], { azure }) => {
        const [found] = (await get(azure, `${subscription(azure)}/resources`, {}, version)).body.value;
        expect("systemData" in found).toBe(isThere);
        if (isThere) expect(found.systemData.createdAt).toBe("2027-01-04T00:00:00.0000000Z");
    });
});

describe("a location", () => {
    const put = (azure: TestEmulator, type: string, location: string) =>
        azure.call("PUT", azure.resource(type, "contoso2"), { location, sku: { name: "Basic" } });

    it.for(["West Europe", "koreacentral"])("%s is one", async (location, { azure }) => {
        expect((await put(azure, "Microsoft.ContainerRegistry/registries", location)).status).toBe(201);
    });

    it.for(["atlantis", "global"])("%s is none for a registry", async (location, { azure }) => {
        expect(outcome(await put(azure, "Microsoft.ContainerRegistry/registries", location))).toEqual({
            status: 400,
            code: "LocationNotAvailableForResourceType",
        });
    });

    it("is none for a resource group either, if there is no such region", async ({ azure }) => {
        const path = `${subscription(azure)}/resourcegroups/other`;
        expect(outcome(await azure.call("PUT", path, { location: "atlantis" }))).toEqual({
            status: 400,
            code: "LocationNotAvailableForResourceGroup",
        });
        expect((await azure.call("PUT", path, { location: "westus3" })).status).toBe(201);
    });
});
