// The yardstick of the policy benchmark: one rule about one property, and nothing else.
const { PolicyPack } = require("@pulumi/policy");

new PolicyPack("trivial", {
    policies: [
        {
            name: "admin-user-off",
            description: "The admin user is off.",
            enforcementLevel: "mandatory",
            validateResource: ({ type, props }, report) => {
                if (type.endsWith(":Registry") && props.adminUserEnabled === true) report("The admin user is on.");
            },
        },
    ],
});
