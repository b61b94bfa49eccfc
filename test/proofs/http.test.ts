// The proofs' HTTP against a server of this machine that does not behave.
import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { createHttp } from "../../proofs/http";
import { loopbackServers } from "../support/loopback";

const it = test.extend("serving", loopbackServers);

describe("a request", () => {
    it.for<[string, (socket: Socket) => void, string]>([
        ["whose connection is reset", (socket) => socket.resetAndDestroy(), "ECONNRESET"],
        ["whose connection is closed", (socket) => socket.destroy(), "ECONNRESET"],
        ["that is answered in another protocol", (socket) => socket.end("hello\r\n\r\n"), "HPE_INVALID_CONSTANT"],
        [
            "whose answer ends in the middle",
            (socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"),
            "PARSE_ERROR",
        ],
    ])("%s is rejected", async ([_, serve, code], { serving }) => {
        const url = await serving(serve);
        await expect(createHttp()({ method: "GET", url })).rejects.toMatchObject({ code });
    });

    it.for<[string, string]>([
        ["that nobody answers", ""],
        ["whose answer does not end", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"],
    ])("%s is rejected when its time is over", async ([_, text], { serving }) => {
        const url = await serving((socket) => socket.write(text));
        const sent = createHttp({ timeout: 200 })({ method: "GET", url });
        await expect(sent).rejects.toMatchObject({ code: "TIMEOUT", message: "no answer within 0.2 s" });
    });

    it("that is sent elsewhere is not sent again", async ({ serving }) => {
        let connections = 0;
        const url = await serving((socket) => {
            connections++;
            socket.end("HTTP/1.1 307 Temporary Redirect\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n");
        });
        expect(await createHttp()({ method: "POST", url, form: { secret: "hush" } })).toMatchObject({ status: 307 });
        expect(connections).toBe(1);
    });
});
