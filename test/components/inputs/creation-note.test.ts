import * as random from "@pulumi/random";
import { expect, it } from "vitest";
import { RegistryAccess } from "../../../components";
import { creationNote } from "../../../components/inputs/creation-note";
import { record, registryReference } from "../../support/mocks";

// What the hook says is tested with the engine: test/e2e/creation-notes.test.ts.
it("registers no hook under mocks, which can't run one", async () => {
    const recorder = await record(() => {
        const component = new RegistryAccess("team", {
            principalId: "22222222-2222-2222-2222-222222222222",
            principalType: "Group",
            grants: { main: { registry: registryReference("main"), permission: "pull" } },
        });
        new random.RandomId("suffix", { byteLength: 4 }, { parent: component, ...creationNote(component, "A note.") });
    });
    expect(recorder.inputs("RandomId", "suffix")).toEqual({ byteLength: 4 });
});
