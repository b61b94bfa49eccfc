// The engine's Node language host, for machines that have the Pulumi CLI but not its official `pulumi-language-nodejs`.
// It only starts the SDK's own executors, the ones the official host starts: for a program, for a policy pack, for a
// component plugin. Started by the engine with its address; prints the port it serves on.
import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { isAbsolute, join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import languageGrpc from "@pulumi/pulumi/proto/language_grpc_pb.js";
import language from "@pulumi/pulumi/proto/language_pb.js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb.js";

/** A program exits with this code when it has told the user its error itself. */
const ALREADY_REPORTED = 32;
const children = new Set<ChildProcess>();

/** An executor of the `@pulumi/pulumi` that is installed where the program or the pack is. */
function executor(folder: string, name: "run" | "run-policy-pack" | "run-plugin"): string {
    return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
}

function start(args: string[], options: SpawnOptions): ChildProcess {
    const child = spawn(process.execPath, args, options);
    children.add(child);
    child.on("exit", () => children.delete(child));
    return child;
}

function run(
    call: grpc.ServerUnaryCall<language.RunRequest, language.RunResponse>,
    callback: grpc.sendUnaryData<language.RunResponse>,
): void {
    const { request } = call;
    const folder = request.getInfo()?.getProgramDirectory() || request.getPwd();
    const compilerSettings = request.getInfo()?.getOptions()?.toJavaScript().tsconfig;
    const entry = request.getInfo()?.getEntryPoint() || request.getProgram() || ".";
    const args = [
        ["--monitor", request.getMonitorAddress()],
        ["--engine", engineAddress],
        ["--organization", request.getOrganization()],
        ["--project", request.getProject()],
        ["--stack", request.getStack()],
        ["--root-directory", request.getInfo()?.getRootDirectory() || folder],
        ["--pwd", request.getPwd()],
        ["--parallel", String(request.getParallel())],
        request.getDryrun() ? ["--dry-run"] : [],
        [isAbsolute(entry) ? entry : join(folder, entry)],
        request.getArgsList(),
    ].flat();
    const child = start([executor(folder, "run"), ...args], {
        cwd: request.getPwd(),
        stdio: ["ignore", "inherit", "inherit"],
        env: {
            ...process.env,
            PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
            PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
            PULUMI_NODEJS_TYPESCRIPT: "true",
            ...(typeof compilerSettings === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: compilerSettings } : {}),
        },
    });
    call.on("cancelled", () => child.kill());
    child.on("error", (error) => callback(error));
    child.on("close", (code, signal) => {
        const response = new language.RunResponse();
        if (code === ALREADY_REPORTED) response.setBail(true);
        else if (code !== 0) response.setError(`The program ended with ${signal ?? `exit code ${code}`}.`);
        callback(null, response);
    });
}

function runPlugin(call: grpc.ServerWritableStream<language.RunPluginRequest, language.RunPluginResponse>): void {
    const { request } = call;
    const folder = request.getInfo()?.getProgramDirectory() || request.getProgram();
    // A pack runs in its own folder, with the engine's address before it; any other plugin where the engine says.
    const [args, cwd] =
        request.getKind() === "analyzer"
            ? [[executor(folder, "run-policy-pack"), engineAddress, folder], folder]
            : [[executor(folder, "run-plugin"), folder, ...request.getArgsList()], request.getPwd()];
    const environment = request.getEnvList().map((entry): [string, string] => {
        const [name = "", ...value] = entry.split("=");
        return [name, value.join("=")];
    });
    const child = start(args, {
        cwd,
        stdio: ["ignore", "pipe", "pipe"],
        env: { ...process.env, ...Object.fromEntries(environment) },
    });
    child.stdout?.on("data", (chunk: Buffer) => call.write(new language.RunPluginResponse().setStdout(chunk)));
    child.stderr?.on("data", (chunk: Buffer) => call.write(new language.RunPluginResponse().setStderr(chunk)));
    call.on("cancelled", () => child.kill());
    child.on("error", (error) => call.emit("error", error));
    child.on("close", (code) => {
        call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
        call.end();
    });
}

/** Answers a call that needs no work. */
const answer =
    <Response>(response: () => Response) =>
    (_call: unknown, callback: grpc.sendUnaryData<Response>): void =>
        callback(null, response());

const service: grpc.UntypedServiceImplementation = {
    handshake: answer(() => new language.LanguageHandshakeResponse()),
    // Providers are then loaded when the program first names them, at the version its SDK asks for.
    getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
    getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
    getPluginInfo: answer(() => new plugin.PluginInfo().setVersion(process.versions.node)),
    getProgramDependencies: answer(() => new language.GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),
    about: answer(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.versions.node)),
    // Packages are installed by npm before the engine is started.
    installDependencies: (call: grpc.ServerWritableStream<unknown, unknown>) => call.end(),
    // The engine's last call: it waits some seconds for a host that does not end by itself.
    cancel: (_call: unknown, callback: grpc.sendUnaryData<Empty>) => {
        for (const child of children) child.kill();
        callback(null, new Empty());
        server.tryShutdown(() => process.exit());
    },
    run,
    runPlugin,
};

const engineAddress = process.argv.find((argument, index) => index >= 2 && !argument.startsWith("-")) ?? "";
const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(languageGrpc.LanguageRuntimeService, service);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
});
// The engine closes our input when it ends, however it ends: nothing of ours may outlive it.
process.stdin.on("end", () => process.exit());
process.stdin.resume();
process.on("exit", () => {
    for (const child of children) child.kill();
});
process.on("SIGTERM", () => process.exit());
// Ctrl-C reaches the whole terminal; the engine decides what it means and cancels us if it must.
process.on("SIGINT", () => {});
