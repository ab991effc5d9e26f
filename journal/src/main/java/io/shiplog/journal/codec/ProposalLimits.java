package io.shiplog.journal.codec;

/**
 * How large a proposal may be, checked before it is appended.
 *
 * @param proposalBytes the most that one encoded proposal may have
 * @param objectBytes the most that one object in it may have
 */
public record ProposalLimits(int proposalBytes, int objectBytes) {
    /**
     * 3 MB per proposal, as the Kubernetes API server bounds a request body; 1.5 MB per object, as etcd bounds a
     * request.
     */
    public static final ProposalLimits DEFAULT = new ProposalLimits(3 * 1024 * 1024, 3 * 512 * 1024);

    public ProposalLimits {
        if (proposalBytes < 1 || objectBytes < 1) {
            throw new IllegalArgumentException("limits are positive: " + proposalBytes + ", " + objectBytes);
        }
    }
}
