package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.engine.Labels;
import io.shiplog.agent.pod.facts.ContainerHash;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the engine must create for a container of a pod. */
public final class ContainerSpecs {
    private static final String DEFAULT_TERMINATION_LOG = "/dev/termination-log";

    private ContainerSpecs() {}

    /** @throws ContainerConfigException when the pod asks for something that is not there */
    public static ContainerSpec of(
            PodAssignment pod,
            Container container,
            Step.StartContainer step,
            ImageInfo image,
            Site site,
            MountSources sources) {
        return new ContainerSpec(
                "k8s_" + container.getName() + "_" + pod.name() + "_" + pod.namespace() + "_" + pod.uid() + "_"
                        + step.attempt(),
                step.sandboxId(),
                image.id(),
                labels(pod, container, step, site),
                process(pod, container, step.podIp(), site),
                mounts(pod, container, step, site, sources),
                ResourceLimits.of(pod, container, site),
                SecuritySettings.of(pod, container, image));
    }

    private static Map<String, String> labels(
            PodAssignment pod, Container container, Step.StartContainer step, Site site) {
        var labels = new HashMap<>(PodLabels.of(pod, site));
        labels.put(Labels.TYPE, Labels.CONTAINER);
        labels.put(Labels.CONTAINER_NAME, container.getName());
        labels.put(Labels.RESTART_COUNT, Integer.toString(step.attempt()));
        labels.put(Labels.HASH, ContainerHash.of(container));
        labels.put(Labels.SANDBOX_ID, step.sandboxId());
        return labels;
    }

    private static ContainerSpec.Process process(PodAssignment pod, Container container, String podIp, Site site) {
        Map<String, String> variables = Environment.of(pod, container, site, podIp);
        String stopSignal = container.getLifecycle() == null
                ? null
                : container.getLifecycle().getStopSignal();
        return new ContainerSpec.Process(
                Expansion.expand(Objects.requireNonNullElse(container.getCommand(), List.of()), variables),
                Expansion.expand(Objects.requireNonNullElse(container.getArgs(), List.of()), variables),
                variables.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList(),
                container.getWorkingDir(),
                stopSignal,
                new ContainerSpec.Console(
                        Boolean.TRUE.equals(container.getTty()),
                        Boolean.TRUE.equals(container.getStdin()),
                        Boolean.TRUE.equals(container.getStdinOnce())));
    }

    private static List<ContainerSpec.Mount> mounts(
            PodAssignment pod, Container container, Step.StartContainer step, Site site, MountSources sources) {
        var mounts = new ArrayList<ContainerSpec.Mount>();
        if (container.getVolumeMounts() != null) {
            for (VolumeMount mount : container.getVolumeMounts()) {
                boolean readOnly =
                        Boolean.TRUE.equals(mount.getReadOnly()) || comesFromTheCluster(pod, mount.getName());
                mounts.add(new ContainerSpec.Mount(
                        sources.source(mount.getName(), subPath(pod, container, mount, step, site), readOnly),
                        mount.getMountPath(),
                        readOnly,
                        propagation(mount)));
            }
        }
        String log = sources.terminationLog(container.getName(), step.attempt());
        if (!log.isEmpty()) {
            String path = container.getTerminationMessagePath();
            mounts.add(new ContainerSpec.Mount(
                    log,
                    path == null || path.isEmpty() ? DEFAULT_TERMINATION_LOG : path,
                    false,
                    ContainerSpec.Propagation.PRIVATE));
        }
        return mounts;
    }

    /** What the agent keeps up to date in a volume is read-only to containers, as the kubelet has it. */
    private static boolean comesFromTheCluster(PodAssignment pod, String name) {
        List<Volume> volumes = Objects.requireNonNullElse(pod.pod().getSpec().getVolumes(), List.of());
        return volumes.stream()
                .filter(volume -> volume.getName().equals(name))
                .anyMatch(volume -> volume.getConfigMap() != null
                        || volume.getSecret() != null
                        || volume.getDownwardAPI() != null
                        || volume.getProjected() != null);
    }

    private static String subPath(
            PodAssignment pod, Container container, VolumeMount mount, Step.StartContainer step, Site site) {
        if (mount.getSubPathExpr() != null && !mount.getSubPathExpr().isEmpty()) {
            return Expansion.expand(mount.getSubPathExpr(), Environment.of(pod, container, site, step.podIp()));
        }
        return mount.getSubPath() == null ? "" : mount.getSubPath();
    }

    private static ContainerSpec.Propagation propagation(VolumeMount mount) {
        return switch (Objects.requireNonNullElse(mount.getMountPropagation(), "None")) {
            case "HostToContainer" -> ContainerSpec.Propagation.HOST_TO_CONTAINER;
            case "Bidirectional" -> ContainerSpec.Propagation.BIDIRECTIONAL;
            default -> ContainerSpec.Propagation.PRIVATE;
        };
    }
}
