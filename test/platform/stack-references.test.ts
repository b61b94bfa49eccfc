import { describe, expect, it } from "vitest";
import { clientIdIn } from "../../platform/stack-references";
import { clientId } from "./support";

describe("clientIdIn", () => {
    it.each([
        ["has others", { web: { clientId }, "partner-cluster": { clientId } }, "web, partner-cluster"],
        ["has none", {}, "none"],
        ["has not been brought up", undefined, "none"],
    ])("says which applications the other stack has, where it %s", (_, applications, names) => {
        expect(() => clientIdIn(applications, { stack: "clusters", name: "partner" })).toThrow(
            `Stack clusters exports no crossTenantApplications.partner; it has ${names}. Deploy that stack first, or name one of its applications.`,
        );
    });
});
