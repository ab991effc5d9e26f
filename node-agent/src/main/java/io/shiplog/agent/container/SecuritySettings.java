package io.shiplog.agent.container;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.pod.facts.PodAssignment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who a container runs as and what it may do, from its own security context and the pod's. */
final class SecuritySettings {
    private SecuritySettings() {}

    /** @throws ContainerConfigException when the container must not run as root and would */
    static ContainerSpec.Security of(PodAssignment pod, Container container, ImageInfo image) {
        SecurityContext own =
                container.getSecurityContext() == null ? new SecurityContext() : container.getSecurityContext();
        PodSecurityContext common = pod.pod().getSpec().getSecurityContext() == null
                ? new PodSecurityContext()
                : pod.pod().getSpec().getSecurityContext();
        Long uid = own.getRunAsUser() == null ? common.getRunAsUser() : own.getRunAsUser();
        Long gid = own.getRunAsGroup() == null ? common.getRunAsGroup() : own.getRunAsGroup();
        Boolean nonRoot = own.getRunAsNonRoot() == null ? common.getRunAsNonRoot() : own.getRunAsNonRoot();
        if (Boolean.TRUE.equals(nonRoot)) {
            refuseRoot(pod, container, uid, image);
        }
        var groups = new ArrayList<String>();
        if (common.getSupplementalGroups() != null) {
            common.getSupplementalGroups().forEach(group -> groups.add(Long.toString(group)));
        }
        if (common.getFsGroup() != null) {
            groups.add(Long.toString(common.getFsGroup()));
        }
        var capabilities = own.getCapabilities();
        return new ContainerSpec.Security(
                user(uid, gid, image),
                groups,
                Boolean.TRUE.equals(own.getPrivileged()),
                capabilities == null ? List.of() : Objects.requireNonNullElse(capabilities.getAdd(), List.of()),
                capabilities == null ? List.of() : Objects.requireNonNullElse(capabilities.getDrop(), List.of()),
                Boolean.TRUE.equals(own.getReadOnlyRootFilesystem()),
                Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()),
                Boolean.TRUE.equals(pod.pod().getSpec().getShareProcessNamespace()),
                Boolean.TRUE.equals(pod.pod().getSpec().getHostPID()));
    }

    private static @Nullable String user(@Nullable Long uid, @Nullable Long gid, ImageInfo image) {
        if (uid == null && gid == null) {
            return null;
        }
        String user = uid != null
                ? uid.toString()
                : image.user().isEmpty() ? "0" : image.user().split(":", 2)[0];
        return gid == null ? user : user + ":" + gid;
    }

    private static void refuseRoot(PodAssignment pod, Container container, @Nullable Long uid, ImageInfo image) {
        String imageUser = image.user().split(":", 2)[0];
        String problem = null;
        if (uid != null) {
            problem = uid == 0 ? "container's runAsUser breaks non-root policy" : null;
        } else if (imageUser.isEmpty() || imageUser.matches("0+")) {
            problem = "container has runAsNonRoot and image will run as root";
        } else if (!imageUser.matches("[0-9]+")) {
            problem = "container has runAsNonRoot and image has non-numeric user (" + imageUser
                    + "), cannot verify user is non-root";
        }
        if (problem != null) {
            throw new ContainerConfigException(problem + " (pod: \"" + pod.name() + "_" + pod.namespace() + "("
                    + pod.uid() + ")\", container: " + container.getName() + ")");
        }
    }
}
