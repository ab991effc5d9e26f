package io.shiplog.agent.container;

import io.shiplog.agent.engine.ContainerSpec;
import io.shiplog.agent.engine.ImageInfo;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.ContainerDefinition;
import io.shiplog.agent.pod.spec.ContainerSecurity;
import io.shiplog.agent.pod.spec.PodSecurity;
import io.shiplog.agent.pod.spec.RunAs;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Who a container runs as and what it may do, from its own security context and the pod's. */
final class SecuritySettings {
    private SecuritySettings() {}

    /** @throws ContainerConfigException when the container must not run as root and would */
    static ContainerSpec.Security of(PodAssignment pod, ContainerDefinition container, ImageInfo image) {
        ContainerSecurity own = container.security();
        PodSecurity common = pod.pod().security();
        RunAs runAs = own.runAs().over(common.runAs());
        if (Boolean.TRUE.equals(runAs.nonRoot())) {
            refuseRoot(pod, container, runAs.user(), image);
        }
        var groups = new ArrayList<String>();
        common.supplementalGroups().forEach(group -> groups.add(Long.toString(group)));
        if (common.fsGroup() != null) {
            groups.add(Long.toString(common.fsGroup()));
        }
        return new ContainerSpec.Security(
                user(runAs.user(), runAs.group(), image),
                groups,
                own.privileged(),
                own.capabilities().added(),
                own.capabilities().dropped(),
                own.readOnlyRoot(),
                !own.escalates(),
                common.processes().ofPod(),
                common.processes().ofMachine());
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

    private static void refuseRoot(
            PodAssignment pod, ContainerDefinition container, @Nullable Long uid, ImageInfo image) {
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
                    + pod.uid() + ")\", container: " + container.name() + ")");
        }
    }
}
