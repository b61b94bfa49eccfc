import * as pulumi from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { loginFile } from "../../../components/credential/login-file";
import { record } from "../../support/mocks";

it("loginFile names every registry, and is a secret whatever it is made of", async () => {
    const made: { file?: pulumi.Output<string> } = {};
    const recorder = await record(() => {
        made.file = loginFile(["one.azurecr.io", pulumi.output("two.azurecr.io")], "user", "password");
    });
    const { file = pulumi.output("") } = made;
    const login = { username: "user", password: "password", auth: Buffer.from("user:password").toString("base64") };
    expect(JSON.parse(await recorder.value(file))).toEqual({
        auths: { "one.azurecr.io": login, "two.azurecr.io": login },
    });
    expect(await pulumi.isSecret(file)).toBe(true);
});
