// The shell environment that lets anyone's own clients use a served emulator, and leave it again.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "./engine/environment";
import type { Platform } from "./platform";

const quote = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** Shell text that sets the variables and defines `leave_emulator`, which puts the shell back as it was. */
export function shellEnvironment(variables: Record<string, string>): string {
    const names = Object.keys(variables);
    return [
        "# Source this file: docker, az, crane and pulumi in this shell then use the emulator, each with a home of its",
        "# own. `leave_emulator` puts the shell back as it was.",
        ...names.map((name) => `_acr_auth_${name}="\${${name}-__unset__}"`),
        ...Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}`),
        "leave_emulator() {",
        ...names.map(
            (name) =>
                `    if [ "$_acr_auth_${name}" = __unset__ ]; then unset ${name}; else export ${name}="$_acr_auth_${name}"; fi; unset _acr_auth_${name}`,
        ),
        "    unset -f leave_emulator",
        "}",
        "",
    ].join("\n");
}

/** Writes `env` into `directory`, readable by its owner only because it holds the deployer's secret. */
export function writeShellEnvironment(directory: string, platform: Platform): string {
    const file = join(directory, "env");
    const home = join(directory, "home");
    const variables = {
        ...platform.engine.environment,
        ...childEnvironment(platform.emulator, home),
        PATH: platform.engine.environment.PATH ?? "",
        IDENTITY_ENDPOINT: platform.emulator.identityEndpoint,
        IDENTITY_HEADER: platform.emulator.identityHeader,
    };
    writeFileSync(file, shellEnvironment(variables), { mode: 0o600 });
    return file;
}
