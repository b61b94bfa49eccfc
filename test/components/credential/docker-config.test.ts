import { describe, expect, it } from "vitest";
import { dockerConfigJson } from "../../../components/credential/docker-config";

describe("dockerConfigJson", () => {
    it("is what docker reads", () => {
        expect(
            JSON.parse(dockerConfigJson([{ loginServer: "contoso.azurecr.io", username: "edge", password: "p:w" }])),
        ).toEqual({
            auths: { "contoso.azurecr.io": { username: "edge", password: "p:w", auth: "ZWRnZTpwOnc=" } },
        });
    });
});
