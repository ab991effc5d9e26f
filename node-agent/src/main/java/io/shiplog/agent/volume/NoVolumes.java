package io.shiplog.agent.volume;

import io.shiplog.agent.container.HostNode;
import io.shiplog.agent.container.MountSources;
import io.shiplog.agent.pod.facts.PodAssignment;
import io.shiplog.agent.pod.spec.Volume;
import java.util.Map;
import java.util.Set;

/** Volumes of an engine without processes: their content is checked, as a real node would, and nothing is written. */
public final class NoVolumes implements PodVolumes {
    private static final MountSources NOWHERE = new MountSources() {
        @Override
        public String source(String volume, String subPath, boolean readOnly) {
            return "/" + volume;
        }

        @Override
        public String terminationLog(String container, int attempt) {
            return "";
        }
    };

    private final HostNode host;

    public NoVolumes(HostNode host) {
        this.host = host;
    }

    @Override
    public void prepare(PodAssignment pod) {
        for (Volume volume : pod.pod().volumes()) {
            if (volume.source() instanceof Volume.Files files) {
                VolumeContent.of(files, pod, host, PodTokens.UNREAD);
            }
        }
    }

    @Override
    public boolean isDue(PodAssignment pod) {
        return false;
    }

    @Override
    public MountSources sources(PodAssignment pod) {
        return NOWHERE;
    }

    @Override
    public Map<String, String> terminationMessages(String podUid) {
        return Map.of();
    }

    @Override
    public Set<String> pods() {
        return Set.of();
    }

    @Override
    public boolean present(String podUid) {
        return false;
    }

    @Override
    public void remove(String podUid) {
        // There is nothing to remove.
    }
}
