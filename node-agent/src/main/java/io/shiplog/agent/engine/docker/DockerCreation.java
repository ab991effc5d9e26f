package io.shiplog.agent.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.PropagationMode;
import com.github.dockerjava.api.model.SELContext;
import com.github.dockerjava.api.model.Volume;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.EngineException;
import io.shiplog.agent.engine.SandboxSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Creates sandboxes and containers in Docker's terms. */
final class DockerCreation {
    /** Volumes of this prefix belong to one sandbox and go with it. */
    static final String MEMORY_VOLUME_PREFIX = "shiplog-memory-";

    private static final long CPU_PERIOD_MICROS = 100_000;
    /** As the kubelet bounds a container's log (containerLogMaxSize and containerLogMaxFiles, v1.34). */
    private static final LogConfig BOUNDED_LOG =
            new LogConfig(LogConfig.LoggingType.JSON_FILE, Map.of("max-size", "10m", "max-file", "5"));

    private DockerCreation() {}

    /** What is created, as the engine knows it. */
    record Named(String name, Map<String, String> labels) {}

    static String sandbox(DockerClient client, SandboxSpec spec, Named named) {
        SandboxSpec.Network network = spec.network();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(network.host() ? "host" : "bridge")
                .withIpcMode("shareable")
                .withExtraHosts(spec.hosts().toArray(String[]::new))
                .withSysctls(spec.sysctls())
                .withBinds(memoryVolumes(client, spec));
        SandboxSpec.Dns dns = spec.dns();
        if (dns != null) {
            host.withDns(dns.servers()).withDnsSearch(dns.searches()).withDnsOptions(dns.options());
        }
        CreateContainerCmd command = client.createContainerCmd(PauseImage.REFERENCE)
                .withName(named.name())
                .withLabels(named.labels())
                .withEntrypoint(PauseImage.PROGRAM)
                .withHostConfig(host);
        if (!network.host()) {
            command.withHostName(network.hostname());
            if (!network.domain().isEmpty()) {
                command.withDomainName(network.domain());
            }
            publish(network.ports(), command, host);
        }
        return command.exec().getId();
    }

    private static void publish(List<SandboxSpec.HostPort> ports, CreateContainerCmd command, HostConfig host) {
        var bindings = new ArrayList<PortBinding>();
        var exposed = new ArrayList<ExposedPort>();
        for (SandboxSpec.HostPort port : ports) {
            var inside = new ExposedPort(
                    port.containerPort(), InternetProtocol.parse(port.protocol().toLowerCase(Locale.ROOT)));
            exposed.add(inside);
            bindings.add(new PortBinding(new Ports.Binding(port.address(), Integer.toString(port.hostPort())), inside));
        }
        command.withExposedPorts(exposed);
        host.withPortBindings(bindings);
    }

    /** A volume in memory lives as long as a container uses it: the sandbox does so for the pod's whole life. */
    private static List<Bind> memoryVolumes(DockerClient client, SandboxSpec spec) {
        var binds = new ArrayList<Bind>();
        for (SandboxSpec.MemoryVolume volume : spec.memoryVolumes()) {
            Map<String, String> options = new HashMap<>(Map.of("type", "tmpfs", "device", "tmpfs"));
            options.put("o", volume.sizeBytes() == 0 ? "mode=1777" : "mode=1777,size=" + volume.sizeBytes());
            client.createVolumeCmd()
                    .withName(volume.name())
                    .withDriver("local")
                    .withDriverOpts(options)
                    .withLabels(spec.labels())
                    .exec();
            binds.add(new Bind(volume.name(), new Volume("/volumes/" + volume.name())));
        }
        return binds;
    }

    static String container(DockerClient client, ContainerSpec spec, Named named) {
        ContainerSpec.Process process = spec.process();
        ContainerSpec.Console console = process.console();
        CreateContainerCmd command = client.createContainerCmd(spec.image())
                .withName(named.name())
                .withLabels(named.labels())
                .withEnv(process.environment())
                .withTty(console.tty())
                .withStdinOpen(console.stdin())
                .withStdInOnce(console.stdinOnce())
                .withHostConfig(hostConfig(spec));
        if (!process.entrypoint().isEmpty()) {
            command.withEntrypoint(process.entrypoint());
        }
        if (!process.arguments().isEmpty()) {
            command.withCmd(process.arguments());
        }
        if (process.workingDirectory() != null) {
            command.withWorkingDir(process.workingDirectory());
        }
        if (process.stopSignal() != null) {
            command.withStopSignal(process.stopSignal());
        }
        if (spec.security().user() != null) {
            command.withUser(spec.security().user());
        }
        return command.exec().getId();
    }

    private static HostConfig hostConfig(ContainerSpec spec) {
        String joined = "container:" + spec.sandbox();
        ContainerSpec.Security security = spec.security();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode(joined)
                .withIpcMode(joined)
                .withLogConfig(BOUNDED_LOG)
                .withBinds(spec.mounts().stream().map(DockerCreation::bind).toList())
                .withPrivileged(security.privileged())
                .withReadonlyRootfs(security.readOnlyRoot())
                .withGroupAdd(security.groups())
                .withCapAdd(capabilities(security.addCapabilities()))
                .withCapDrop(capabilities(security.dropCapabilities()));
        if (security.hostProcesses()) {
            host.withPidMode("host");
        } else if (security.shareProcesses()) {
            host.withPidMode(joined);
        }
        if (security.noNewPrivileges()) {
            host.withSecurityOpts(List.of("no-new-privileges"));
        }
        limit(host, spec.resources());
        return host;
    }

    private static void limit(HostConfig host, ContainerSpec.Resources resources) {
        if (resources.cpuShares() > 0) {
            host.withCpuShares((int) resources.cpuShares());
        }
        if (resources.cpuQuotaMicros() > 0) {
            host.withCpuPeriod(CPU_PERIOD_MICROS).withCpuQuota(resources.cpuQuotaMicros());
        }
        if (resources.memoryBytes() > 0) {
            host.withMemory(resources.memoryBytes()).withMemorySwap(resources.memoryBytes());
        }
        host.withOomScoreAdj(resources.oomScoreAdjust());
    }

    private static Bind bind(ContainerSpec.Mount mount) {
        PropagationMode propagation = switch (mount.propagation()) {
            case PRIVATE -> mount.source().startsWith("/") ? PropagationMode.RPRIVATE : PropagationMode.DEFAULT_MODE;
            case HOST_TO_CONTAINER -> PropagationMode.RSLAVE;
            case BIDIRECTIONAL -> PropagationMode.RSHARED;
        };
        return new Bind(
                mount.source(),
                new Volume(mount.target()),
                mount.readOnly() ? AccessMode.ro : AccessMode.rw,
                SELContext.none,
                null,
                propagation);
    }

    private static Capability[] capabilities(List<String> names) {
        return names.stream().map(DockerCreation::capability).toArray(Capability[]::new);
    }

    private static Capability capability(String name) {
        String bare = name.startsWith("CAP_") ? name.substring(4) : name;
        for (Capability known : Capability.values()) {
            if (known.name().equals(bare)) {
                return known;
            }
        }
        throw new EngineException(EngineException.Kind.REFUSED, "unknown capability " + name);
    }
}
