import { expect, it } from "vitest";
import { isPersonsClient } from "../../azure/sign-in-clients";

it.each([
    ["04b07795-8ddb-461a-bbee-02f9e1bf7b46", true],
    ["04B07795-8DDB-461A-BBEE-02F9E1BF7B46", true],
    ["1950a258-227b-4e31-a9cf-717495945fc2", true],
    ["7f6d4f0e-52c8-4a57-9d2b-64e3c5a90b44", false],
    ["", false],
])("a token of the client %s is a person's: %s", (clientId, expected) => {
    expect(isPersonsClient(clientId)).toBe(expected);
});
