import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { beforeEach, expect, it, vi } from "vitest";
import { notePlanned } from "../../../components/inputs/planned";
import { record } from "../../support/mocks";

const info = vi.spyOn(pulumi.log, "info");
beforeEach(() => void info.mockReset().mockResolvedValue());

const declare = (preview: boolean) =>
    record(() => notePlanned(new random.RandomId("suffix", { byteLength: 4 }), "Takes a right."), { preview });

it("says in a preview what a new resource takes", async () => {
    await declare(true);
    await vi.waitFor(() => expect(info.mock.calls.map(([text]) => text)).toEqual(["Takes a right."]));
});

it("says nothing in a deployment", async () => {
    await declare(false);
    // Its turn would have come before that of the next preview.
    await declare(true);
    await vi.waitFor(() => expect(info).toHaveBeenCalled());
    expect(info).toHaveBeenCalledTimes(1);
});
