// Makes a fresh clone ready before any other command: installs what package-lock.json names and compiles. Both steps
// are skipped when nothing changed since the last time.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

function run(command, args) {
    const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
    if (error) console.error(`acr-auth: ${command} could not be started: ${error.message}`);
    if (status !== 0) process.exit(status ?? 1);
}

/** Package paths and versions of a lock file; npm writes its own copy into node_modules when it has installed. */
function lockedPackages(file) {
    if (!existsSync(file)) return undefined;
    const { packages } = JSON.parse(readFileSync(file, "utf8"));
    return Object.fromEntries(Object.entries(packages).map(([path, { version }]) => [path, version]));
}

function installed() {
    const wanted = lockedPackages(join(root, "package-lock.json"));
    const present = lockedPackages(join(root, "node_modules", ".package-lock.json"));
    // The installed copy lists neither the root itself nor optional packages of other platforms.
    return present !== undefined && Object.entries(present).every(([path, version]) => wanted[path] === version);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`acr-auth: Node ${process.versions.node} is too old; install Node 20.19 or newer.`);
    process.exit(2);
}
if (!installed()) {
    console.error("acr-auth: installing packages (npm ci) ...");
    run("npm", ["ci", "--no-audit", "--no-fund"]);
}
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
// The emulator first: `local/` is compiled against its declarations.
run(process.execPath, [compiler, "-b", "emulator", "tsconfig.json"]);
// Not by -b, which looks for changes in the pack's two entry files only.
run(process.execPath, [compiler, "-p", "policies"]);
