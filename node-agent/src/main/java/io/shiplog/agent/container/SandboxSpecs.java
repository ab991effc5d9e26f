package io.shiplog.agent.container;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.SandboxSpec;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.DeclaredPort;
import io.shiplog.agent.pod.spec.PodDefinition;
import io.shiplog.agent.pod.spec.PodNetwork;
import io.shiplog.agent.pod.spec.Volume;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the engine must start for a pod before its containers. */
public final class SandboxSpecs {
    private static final int MAX_HOSTNAME = 63;

    private SandboxSpecs() {}

    public static SandboxSpec of(PodAssignment pod, HostNode host) {
        PodNetwork network = pod.pod().network();
        var labels = new HashMap<>(PodLabels.of(pod, host));
        labels.put(ContainerLabels.TYPE, ContainerLabels.SANDBOX);
        labels.put(ContainerLabels.CONTAINER_NAME, "POD");
        return new SandboxSpec(
                "k8s_POD_" + pod.name() + "_" + pod.namespace() + "_" + pod.uid() + "_0",
                labels,
                new SandboxSpec.Network(network.ofMachine(), hostname(pod), domain(pod, host), ports(pod.pod())),
                DnsSettings.of(pod, host),
                hosts(network),
                memoryVolumes(pod),
                pod.pod().security().sysctls());
    }

    static String hostname(PodAssignment pod) {
        String own = pod.pod().network().hostname();
        String name = own.isEmpty() ? pod.name() : own;
        if (name.length() <= MAX_HOSTNAME) {
            return name;
        }
        return name.substring(0, MAX_HOSTNAME).replaceAll("[-.]+$", "");
    }

    private static String domain(PodAssignment pod, HostNode host) {
        String subdomain = pod.pod().network().subdomain();
        return subdomain.isEmpty() ? "" : subdomain + "." + pod.namespace() + ".svc." + host.domain();
    }

    private static List<SandboxSpec.HostPort> ports(PodDefinition pod) {
        var ports = new ArrayList<SandboxSpec.HostPort>();
        for (ContainerDefinition container : pod.containers()) {
            for (DeclaredPort port : container.ports()) {
                if (port.hostPort() > 0) {
                    ports.add(new SandboxSpec.HostPort(port.hostIp(), port.hostPort(), port.number(), port.protocol()));
                }
            }
        }
        return ports;
    }

    private static List<String> hosts(PodNetwork network) {
        var hosts = new ArrayList<String>();
        network.hostAliases().forEach(alias -> alias.names().forEach(name -> hosts.add(name + ":" + alias.ip())));
        return hosts;
    }

    /** The engine's name of an emptyDir in memory, null for any other volume. */
    public static @Nullable String memoryVolume(PodAssignment pod, Volume volume) {
        return volume.source() instanceof Volume.EmptyFolder folder && folder.memory()
                ? "shiplog-memory-" + pod.uid() + "-" + volume.name()
                : null;
    }

    private static List<SandboxSpec.MemoryVolume> memoryVolumes(PodAssignment pod) {
        var result = new ArrayList<SandboxSpec.MemoryVolume>();
        for (Volume volume : pod.pod().volumes()) {
            String name = memoryVolume(pod, volume);
            if (name != null && volume.source() instanceof Volume.EmptyFolder(boolean _, long limitBytes)) {
                result.add(new SandboxSpec.MemoryVolume(name, limitBytes));
            }
        }
        return result;
    }
}
