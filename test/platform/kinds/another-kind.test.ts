// A kind is one row of the table: with a row more, the schema, the checks, the declaration and the outputs know it.
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { platform } from "../../../platform/platform";
import { record } from "../../support/mocks";
import { asText } from "../support";

vi.mock("../../../platform/kinds", async (original) => {
    const { kinds } = await original<typeof import("../../../platform/kinds")>();
    const { defineKind } =
        await vi.importActual<typeof import("../../../platform/kinds/kind")>("../../../platform/kinds/kind");
    const { entries, registryKey } = await vi.importActual<typeof import("../../../platform/kinds/fields")>(
        "../../../platform/kinds/fields",
    );

    class Mirror extends pulumi.ComponentResource {
        readonly target: pulumi.Output<string>;
        readonly username = "mirror";
        readonly password = pulumi.secret("mirror-password");
        readonly dockerConfigJson = "{}";
        readonly expiresOn = "2027-01-01T00:00:00Z";

        constructor(name: string, args: { target: pulumi.Input<string>; hours: number }) {
            super("test:index:Mirror", name, args);
            this.target = pulumi.output(args.target);
        }
    }
    const mirrors = defineKind({
        section: "mirrors",
        schema: entries({ registry: registryKey, hours: z.number() }),
        args: ({ registry, hours }, context) => ({ target: context.registry(registry).loginServer, hours }),
        problems: (_, { hours }) =>
            hours > 0 ? [] : [{ path: "hours", problem: "is too short", given: hours, remedy: "Wait longer." }],
        component: Mirror,
        outputs: ["target"],
        credential: (component) => component,
    });
    return { kinds: [...kinds, mirrors] };
});

describe("another kind", () => {
    const run = async (values: Record<string, unknown>) => {
        const exported: { outputs?: ReturnType<typeof platform> } = {};
        const recorder = await record(() => {
            exported.outputs = platform(asText(values));
        });
        return { recorder, outputs: exported.outputs };
    };

    it("has a section in the schema", async () => {
        await expect(
            run({ registries: { shop: {} }, mirrors: { hub: { registry: "shop", hour: 1 } } }),
        ).rejects.toThrow(
            [
                "The config of stack test has 2 problems; nothing was created:",
                "  acr-auth:mirrors.hub.hours: is missing. Set it; it is required.",
                "  acr-auth:mirrors.hub.hour: is not a known key. Did you mean hours?",
            ].join("\n"),
        );
    });

    it("is checked, and so are its references", async () => {
        await expect(
            run({
                registries: { shop: {} },
                mirrors: { hub: { registry: "shp", hours: 0 } },
                exportPasswords: ["hob"],
            }),
        ).rejects.toThrow(
            [
                "The config of stack test has 3 problems; nothing was created:",
                '  acr-auth:mirrors.hub.registry: references an undefined registry (given: "shp"). Did you mean shop?',
                '  acr-auth:exportPasswords[0]: references an undefined credential (given: "hob"). Did you mean hub?',
                "  acr-auth:mirrors.hub.hours: is too short (given: 0). Wait longer.",
            ].join("\n"),
        );
    });

    it("is declared and exported", async () => {
        const { recorder, outputs } = await run({
            registries: { shop: { registryName: "shopimages" } },
            mirrors: { hub: { registry: "shop", hours: 6 } },
            exportPasswords: ["hub"],
        });
        expect(recorder.inputs("test:index:Mirror", "hub")).toEqual({ target: "shopimages.azurecr.io", hours: 6 });
        const mirrors: unknown = Object.entries(outputs ?? {}).find(([section]) => section === "mirrors")?.[1];
        expect(mirrors).toEqual({ hub: { target: expect.anything() } });
        expect(Object.keys(outputs?.passwords ?? {})).toEqual(["hub"]);
    });
});
