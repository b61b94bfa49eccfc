// The control API over real HTTP: what it can do, and what it refuses.
import { describe, expect } from "vitest";
import { startControl } from "../../control/server";
import { call } from "../client";
import { deployerToken, emulatorTest } from "../running-emulator";

interface Control {
    send(method: string, path: string, body?: unknown, key?: string): Promise<{ status: number; json: unknown }>;
}

const it = emulatorTest.extend("control", async ({ emulator }, { onCleanup }): Promise<Control> => {
    const server = await startControl(emulator);
    onCleanup(() => server.close());
    return {
        async send(method, path, body, key = emulator.controlKey) {
            const response = await fetch(`${server.url}${path}`, {
                method,
                headers: { "x-emulator-key": key },
                body: body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body),
            });
            const text = await response.text();
            return { status: response.status, json: text === "" ? undefined : JSON.parse(text) };
        },
    };
});

const refusal = (code: string, message: RegExp) => ({ error: { code, message: expect.stringMatching(message) } });

describe("the control API", () => {
    it("tells what there is, without secrets", async ({ control, emulator }) => {
        const { status, json } = await control.send("GET", "/");
        expect(status).toBe(200);
        expect(json).toMatchObject({ proxyUrl: emulator.proxyUrl, paths: expect.any(Array) });
        expect(JSON.stringify(json)).not.toContain(emulator.deployer.clientSecret);
        expect(JSON.stringify(json)).not.toContain(emulator.controlKey);
    });

    it("moves the clock, by date and by days", async ({ control, emulator }) => {
        expect((await control.send("PUT", "/clock", { now: "2031-05-01T00:00:00Z" })).status).toBe(200);
        const { json } = await control.send("PUT", "/clock", { advanceDays: 30 });
        expect(json).toMatchObject({ now: expect.stringMatching(/^2031-05-31T00:00/) });
        expect(emulator.clock.now().toISOString().slice(0, 10)).toBe("2031-05-31");
    });

    it("changes settings, and shows all of them", async ({ control, emulator }) => {
        await control.send("PUT", "/settings", { accessTokenSeconds: 60 });
        expect((await control.send("GET", "/settings")).json).toMatchObject({ accessTokenSeconds: 60 });
        await control.send("PUT", "/settings", { accessTokenSeconds: 3599 });
        expect(emulator.settings.accessTokenSeconds).toBe(3599);
    });

    it("turns the delays on that users of Azure report, and off again", async ({ control, emulator }) => {
        const before = { ...emulator.settings };
        await control.send("PUT", "/settings", { profile: "realistic", operationPolls: 7 });
        const { applicationPasswordSeconds, federatedCredentialSeconds, newApplicationSeconds, deletionSeconds } =
            emulator.settings;
        for (const delay of [
            applicationPasswordSeconds,
            federatedCredentialSeconds,
            newApplicationSeconds,
            deletionSeconds,
        ])
            expect(delay).toBeGreaterThan(0);
        expect(emulator.settings.operationPolls).toBe(7);
        await control.send("PUT", "/settings", { profile: "default" });
        expect(emulator.settings).toEqual(before);
    });

    it("makes deny assignments, whole ones only", async ({ control, emulator }) => {
        const scope = `/subscriptions/${emulator.deployer.subscriptionId}`;
        const body = {
            scope,
            denyAssignmentName: "managed",
            permissions: [{ actions: ["Microsoft.Nothing/*"] }],
            principals: [{ id: emulator.deployer.objectId }],
        };
        expect((await control.send("POST", "/deny-assignments", body)).status).toBe(201);
        expect(emulator.state.denyAssignments).toMatchObject([{ scope, doNotApplyToChildScopes: false }]);
        const { json } = await control.send("POST", "/deny-assignments", { ...body, principals: [] });
        expect(json).toEqual(refusal("BadRequest", /permissions and principals must be lists/));
    });

    it("injects a fault into the next request that matches, and no other", async ({ control, emulator }) => {
        const { subscriptionId } = emulator.deployer;
        const url = `https://management.azure.com/subscriptions/${subscriptionId}?api-version=2022-12-01`;
        const bearer = await deployerToken(emulator, "https://management.azure.com");
        const fault = { host: "^management", method: "get", effect: { status: 503, headers: { "retry-after": "0" } } };
        expect((await control.send("POST", "/faults", fault)).status).toBe(201);
        expect((await control.send("GET", "/faults")).json).toMatchObject({ faults: [{ method: "GET", times: 1 }] });
        expect((await call(emulator, url, { bearer })).status).toBe(503);
        expect((await call(emulator, url, { bearer })).status).toBe(200);
        await control.send("POST", "/faults", { host: "^management", effect: "drop" });
        const down = { host: "^graph", after: 1, times: "always", effect: { status: 503 } };
        expect((await control.send("POST", "/faults", down)).json).toMatchObject({ after: 1, times: "always" });
        expect(emulator.faults.at(-1)).toMatchObject({ times: Infinity });
        expect((await control.send("DELETE", "/faults")).status).toBe(204);
        expect((await call(emulator, url, { bearer })).status).toBe(200);
    });

    it("issues the token of a workload outside Azure", async ({ control }) => {
        const { status, json } = await control.send("POST", "/federated-tokens", { subject: "repo:contoso/shop:pull" });
        expect(status).toBe(201);
        expect(json).toEqual({ token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) });
    });

    it("approves a login by device code", async ({ control, emulator }) => {
        const { tenantId } = emulator.deployer;
        const started = await call(emulator, `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/devicecode`, {
            body: new URLSearchParams({ client_id: "04b07795-8ddb-461a-bbee-02f9e1bf7b46", scope: "openid" }),
        });
        const path = `/device-codes/${started.json.user_code}/approve`;
        const [user] = emulator.users;
        expect((await control.send("POST", path, { userPrincipalName: user?.userPrincipalName })).status).toBe(204);
        expect((await control.send("POST", "/device-codes/NONE/approve", { userPrincipalName: "x" })).status).toBe(404);
    });

    it("lists the requests that were answered, and not its own", async ({ control, emulator }) => {
        await deployerToken(emulator, "https://graph.microsoft.com");
        const { json } = await control.send("GET", "/requests");
        const { requests } = json as { requests: { host: string; method: string; status: number }[] };
        expect(requests.at(-1)).toMatchObject({ host: "login.microsoftonline.com", method: "POST", status: 200 });
        expect(requests.filter(({ host }) => host.startsWith("127.0.0.1"))).toEqual([]);
    });

    it("refuses a wrong key before it looks at anything else", async ({ control }) => {
        const { status, json } = await control.send("PUT", "/clock", "{", "wrong");
        expect([status, json]).toEqual([401, refusal("Unauthorized", /x-emulator-key/)]);
    });

    it.for([
        ["PUT", "/clock", "{", 400, /not valid JSON/],
        ["PUT", "/clock", { today: "2031-01-01" }, 400, /unknown key today; known are: now, advanceDays/],
        ["PUT", "/clock", { now: "soon" }, 400, /2027-01-31T12:00:00Z/],
        ["PUT", "/settings", { accessTokenSeconds: "60" }, 400, /accessTokenSeconds must be a number/],
        ["PUT", "/settings", { armPageSize: 0 }, 400, /armPageSize must be a number of at least 1/],
        ["PUT", "/settings", { registryAnswersAtOnce: 1 }, 400, /registryAnswersAtOnce must be true or false/],
        ["PUT", "/settings", { profile: "slow" }, 400, /profile must be one of default, realistic/],
        ["POST", "/faults", { host: "(" }, 400, /host is not a valid regular expression/],
        ["POST", "/faults", { host: "x", effect: { status: 99 } }, 400, /status must be a number of at least 200/],
        ["GET", "/watch", undefined, 404, /GET \/ lists what there is/],
        ["DELETE", "/clock", undefined, 405, /possible are GET, PUT/],
    ] as const)("refuses %s %s with %j", async ([method, path, body, expected, message], { control }) => {
        const { status, json } = await control.send(method, path, body);
        expect(status).toBe(expected);
        expect(json).toMatchObject({ error: { message: expect.stringMatching(message) } });
    });
});
