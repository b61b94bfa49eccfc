import { join } from "node:path";
import { expect, test } from "vitest";
import { openTrafficLog } from "../../server/traffic-log";
import { temporaryDirectory } from "../running-emulator";

test("a request that ends while its emulator closes is not an error", async ({ onTestFinished }) => {
    const { directory, remove } = await temporaryDirectory();
    onTestFinished(remove);
    const log = openTrafficLog(join(directory, "traffic.log"));
    const closed = log.close();
    log.exchange({ method: "GET", host: "management.azure.com", path: "/", status: 200 });
    await closed;
    expect(log.requests).toHaveLength(1);
});
