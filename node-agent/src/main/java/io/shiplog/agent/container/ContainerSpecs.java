package io.shiplog.agent.container;

import io.shiplog.agent.engine.ContainerLabels;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.pod.facts.ContainerHash;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.plan.Step;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.Volume;
import io.shiplog.agent.pod.spec.VolumeMount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the engine must create for a container of a pod. */
public final class ContainerSpecs {
    private static final String DEFAULT_TERMINATION_LOG = "/dev/termination-log";

    private ContainerSpecs() {}

    /** @throws ContainerConfigException when the pod asks for something that is not there */
    public static ContainerSpec of(
            PodAssignment pod,
            ContainerDefinition container,
            Step.StartContainer step,
            ImageInfo image,
            HostNode host,
            MountSources sources) {
        return new ContainerSpec(
                "k8s_" + container.name() + "_" + pod.name() + "_" + pod.namespace() + "_" + pod.uid() + "_"
                        + step.attempt(),
                step.sandboxId(),
                image.id(),
                labels(pod, container, step, host),
                process(pod, container, step.podIp(), host),
                mounts(pod, container, step, host, sources),
                ResourceLimits.of(pod, container, host),
                SecuritySettings.of(pod, container, image));
    }

    private static Map<String, String> labels(
            PodAssignment pod, ContainerDefinition container, Step.StartContainer step, HostNode host) {
        var labels = new HashMap<>(PodLabels.of(pod, host));
        labels.put(ContainerLabels.TYPE, ContainerLabels.CONTAINER);
        labels.put(ContainerLabels.CONTAINER_NAME, container.name());
        labels.put(ContainerLabels.RESTART_COUNT, Integer.toString(step.attempt()));
        labels.put(ContainerLabels.HASH, ContainerHash.of(container));
        labels.put(ContainerLabels.SANDBOX_ID, step.sandboxId());
        labels.putAll(ExpectedEnd.labels(pod, container));
        return labels;
    }

    private static ContainerSpec.Process process(
            PodAssignment pod, ContainerDefinition container, String podIp, HostNode host) {
        Map<String, String> variables = Environment.of(pod, container, host, podIp);
        ContainerDefinition.Program program = container.program();
        return new ContainerSpec.Process(
                Expansion.expand(program.command(), variables),
                Expansion.expand(program.args(), variables),
                variables.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                program.folder(),
                container.lifecycle().stopSignal(),
                new ContainerSpec.Console(
                        program.stdio().tty(),
                        program.stdio().stdin(),
                        program.stdio().stdinOnce()));
    }

    private static List<ContainerSpec.Mount> mounts(
            PodAssignment pod,
            ContainerDefinition container,
            Step.StartContainer step,
            HostNode host,
            MountSources sources) {
        var mounts = new ArrayList<ContainerSpec.Mount>();
        for (VolumeMount mount : container.mounts()) {
            boolean readOnly = mount.readOnly() || comesFromTheCluster(pod, mount.volume());
            mounts.add(new ContainerSpec.Mount(
                    sources.source(mount.volume(), subPath(pod, container, mount, step, host), readOnly),
                    mount.path(),
                    readOnly,
                    propagation(mount)));
        }
        String log = sources.terminationLog(container.name(), step.attempt());
        if (!log.isEmpty()) {
            String path = container.program().stdio().terminationMessagePath();
            mounts.add(new ContainerSpec.Mount(
                    log, path.isEmpty() ? DEFAULT_TERMINATION_LOG : path, false, ContainerSpec.Propagation.PRIVATE));
        }
        return mounts;
    }

    /** What the agent keeps up to date in a volume is read-only to containers, as the kubelet has it. */
    private static boolean comesFromTheCluster(PodAssignment pod, String name) {
        return pod.pod().volumes().stream()
                .anyMatch(volume -> volume.name().equals(name) && volume.source() instanceof Volume.Files);
    }

    private static String subPath(
            PodAssignment pod,
            ContainerDefinition container,
            VolumeMount mount,
            Step.StartContainer step,
            HostNode host) {
        String expression = mount.subPath().expression();
        return expression.isEmpty()
                ? mount.subPath().path()
                : Expansion.expand(expression, Environment.of(pod, container, host, step.podIp()));
    }

    private static ContainerSpec.Propagation propagation(VolumeMount mount) {
        return switch (mount.propagation()) {
            case "HostToContainer" -> ContainerSpec.Propagation.HOST_TO_CONTAINER;
            case "Bidirectional" -> ContainerSpec.Propagation.BIDIRECTIONAL;
            default -> ContainerSpec.Propagation.PRIVATE;
        };
    }
}
