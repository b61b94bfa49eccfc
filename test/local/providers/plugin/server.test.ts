import rpc from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import { expect, onTestFinished, test } from "vitest";
import { decode, Secret } from "../../../../local/providers/plugin/property-values";
import { InitializationFailed, type Provider } from "../../../../local/providers/plugin/provider";
import { resourceName, serve } from "../../../../local/providers/plugin/server";
import { providerClient } from "../running-provider";

const unused = async (): Promise<never> => {
    throw new Error("not used by this test");
};

async function served(provider: Partial<Provider>) {
    const rest: Provider = {
        name: "test",
        version: "1.2.3",
        schema: () => ({ name: "test" }),
        configure: () => {},
        check: unused,
        diff: () => ({ changes: {}, deleteBeforeReplace: false }),
        create: unused,
        read: unused,
        update: unused,
        delete: unused,
        invoke: unused,
        cancel: () => {},
        ...provider,
    };
    const running = await serve(rest);
    const client = providerClient(running.port);
    onTestFinished(() => {
        client.close();
        running.close();
    });
    return client;
}

test.each([
    [
        "urn:pulumi:dev::platform::acr:index:Registry$azure-native:containerregistry:Registry::main",
        "azure-native:containerregistry:Registry",
        "main",
    ],
    ["urn:pulumi:dev::platform::random:index/randomId:RandomId::a::b", "random:index/randomId:RandomId", "a::b"],
])("%s", (urn, type, name) => {
    expect(resourceName(urn)).toEqual({ urn, type, name });
});

test("says what it is", async () => {
    const provider = await served({});
    expect(await provider.version()).toBe("1.2.3");
    expect(await provider.schema()).toEqual({ name: "test" });
});

test("supports previews, and asks for values without secrets, outputs and references", async () => {
    let settings: unknown;
    const provider = await served({ configure: (given) => (settings = given) });
    const response = await provider.configure({ location: "westeurope" });
    expect(settings).toEqual({ location: "westeurope" });
    expect(response.toObject()).toEqual({
        acceptsecrets: false,
        supportspreview: true,
        acceptresources: false,
        acceptoutputs: false,
        supportsAutonamingConfiguration: true,
    });
});

test("a difference names its replacements", async () => {
    const provider = await served({
        diff: () => ({
            changes: { "sku.name": { kind: "update", replace: false }, location: { kind: "update", replace: true } },
            deleteBeforeReplace: true,
        }),
    });
    expect(await provider.diff("t:t:T", "n", { state: {}, oldInputs: {}, inputs: {} })).toEqual({
        changes: true,
        replaces: ["location"],
        detailed: 2,
        deleteBeforeReplace: true,
    });
});

test("an error reaches the user by its message alone", async () => {
    const provider = await served({});
    await expect(provider.invoke("t:t:f")).rejects.toMatchObject({ code: 2, details: "not used by this test" });
});

test("a secret stays marked on its way out", async () => {
    const provider = await served({ invoke: async () => ({ value: new Secret("s") }) });
    const { value } = await provider.invoke("t:t:f");
    expect(value).toEqual({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: "s" });
});

test("a resource that did not come up is recorded with what is known of it", async () => {
    const cause = new Error("the operation ended as Failed");
    const provider = await served({
        create: async ({ inputs }) => {
            throw new InitializationFailed("/id", { name: "known" }, inputs, cause);
        },
    });
    const error = await provider.create("t:t:T", "n", { a: 1 }).then(
        () => undefined,
        (reason) => reason,
    );
    expect(error).toMatchObject({ code: 2, details: "the operation ended as Failed" });
    const [bytes] = error.metadata.get("grpc-status-details-bin");
    const [detail] = status.Status.deserializeBinary(bytes).getDetailsList();
    const failed = detail?.unpack(rpc.ErrorResourceInitFailed.deserializeBinary, "pulumirpc.ErrorResourceInitFailed");
    expect(failed?.getId()).toBe("/id");
    expect(decode(failed?.getProperties())).toEqual({ name: "known" });
    expect(decode(failed?.getInputs())).toEqual({ a: 1 });
    expect(failed?.getReasonsList()).toEqual(["the operation ended as Failed"]);
});

test("messages may be far larger than gRPC's four megabytes", async () => {
    const provider = await served({ invoke: async (_, args) => args });
    const large = { text: "x".repeat(20 * 1024 * 1024) };
    expect(await provider.invoke("t:t:f", large)).toEqual(large);
});
