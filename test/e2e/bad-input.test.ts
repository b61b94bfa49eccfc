// Configuration that can't be used: every problem at once, each with its path and what to do, and nothing is created.
import { describe, expect } from "vitest";
import { platformTest } from "./fixtures";
import { stackConfig, up } from "./support";

const broken = `
config:
  acr-auth:asOf: "2020-01-01"
  acr-auth:location: koreacentral
  acr-auth:registires: {}
  acr-auth:registries:
    shop: { registryName: "no_such-name", dataEndpoint: true }
    builds: { sku: Standard, tags: wrong }
  acr-auth:servicePrincipals:
    ci:
      lifetime: 400
      grants:
        shop: { registry: shop, permission: pull }
    cd:
      period: 200
      startsOn: "2019-01-01"
      grants:
        shop: { registry: shop, permission: everything }
  acr-auth:repositoryTokens:
    device:
      registry: shop
      startsOn: "2019-01-01"
      grants:
        app: { repositories: ["team/*/app"], permission: pull }
`;

const it = platformTest("bad-input", broken);

describe("a configuration that can't be used", () => {
    it.for([
        ["preview", []],
        ["up", ["--yes", "--skip-preview"]],
    ] as const)(
        "is refused by %s with every problem, its path and its remedy",
        async ([command, flags], { platform }) => {
            const args = [command, ...flags];
            const { code, stdout, stderr } = await platform.pulumi(args);
            const printed = `${stdout}${stderr}`;
            expect(code).not.toBe(0);
            const told = [
                /acr-auth:asOf: .*2020-01-01.*allowAsOf/,
                /acr-auth:registires: .*registries/,
                /acr-auth:registries\.shop\.registryName: .*"no_such-name"/,
                /acr-auth:registries\.shop\.dataEndpoint: .*Premium/,
                /acr-auth:registries\.builds\.tags: .*"wrong"/,
                /acr-auth:servicePrincipals\.ci\.lifetime: is longer than 365 days \(given: 400\)\. Set it to at most 365\./,
                /acr-auth:servicePrincipals\.cd\.grants\.shop\.permission: .*"everything".*pull, push, delete, manage/,
                /acr-auth:repositoryTokens\.device\.grants\.app\.repositories\[0\]: .*"team\/\*\/app"/,
            ];
            expect(told.filter((line) => !line.test(printed))).toEqual([]);
            // The mistake is in the configuration, which is told; a stack trace of ours would only hide it.
            expect(printed).not.toMatch(/^\s+at /m);
        },
    );

    it("creates nothing, so that a mended one starts from nothing", async ({ platform }) => {
        expect(platform.emulator.state.resources).toEqual({});
        platform.configure(stackConfig("2026-06-01", { registries: { shop: {} } }));
        await up(platform);
        const types = Object.values(platform.emulator.state.resources).map(({ type }) => type);
        expect(types.sort()).toEqual(["Microsoft.ContainerRegistry/registries", "Microsoft.Resources/resourceGroups"]);
    });
});
