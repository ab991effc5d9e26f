package io.shiplog.journal.streams;

import io.shiplog.journal.kafka.clients.ClusterConfig;
import io.shiplog.journal.kafka.topics.Topics;
import io.shiplog.journal.view.StateRecord;
import io.shiplog.journal.view.StateView;
import io.shiplog.objects.GroupResource;
import io.shiplog.objects.ObjectRef;
import io.shiplog.objects.StoredObject;
import java.util.Objects;
import java.util.function.Predicate;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The piece of topology by which processors see the state topic: a source {@code state}, a store {@code view} that
 * holds what is watched, and a processor {@code take} that forwards every record of it to the processors that were
 * asked for. The topic has one partition, so all of it is one task, and each processor's view is one moment of the
 * whole cluster.
 *
 * <p>When the processor is initialised, the store holds the topic up to the offset that the application had committed;
 * what came later is forwarded to it, the records of a proposal one after the other. So it starts from
 * {@link #restored} and applies what it is given.
 */
public final class ViewTopology {
    /** Watches every resource, whether this build knows it or not. */
    public static final Predicate<GroupResource> EVERYTHING = _ -> true;

    private static final String SOURCE = "state";
    private static final String STORE = "view";
    private static final String TAKE = "take";

    private ViewTopology() {}

    /** Adds the source, and the store of the resources that are {@code watched}. */
    public static void add(Topology topology, ClusterConfig cluster, Predicate<GroupResource> watched) {
        topology.addReadOnlyStateStore(
                ViewStore.builder(watched, STORE),
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                Topics.state(cluster),
                TAKE,
                forwarding(Take::new));
    }

    /**
     * Adds {@code processor} under {@code name}, fed with the records of what is watched. Several share the source, the
     * store and its objects; each has its own view, since what one proposes is assumed by it alone.
     */
    public static <K, V> void feed(
            Topology topology, String name, ProcessorSupplier<ObjectRef, StateRecord, K, V> processor) {
        topology.addProcessor(name, processor, TAKE);
        topology.connectProcessorAndStateStores(name, STORE);
    }

    /** The store that {@link #feed} gave to the processor. */
    public static ViewStore store(ProcessorContext<?, ?> context) {
        return context.getStateStore(STORE);
    }

    /**
     * A view of what the store holds of the resources that are {@code watched}; called from the processor's
     * {@code init}.
     */
    public static StateView restored(ProcessorContext<?, ?> context, Predicate<GroupResource> watched) {
        var view = new StateView();
        for (StoredObject object : store(context).objects()) {
            if (watched.test(object.resource())) {
                view.hold(object);
            }
        }
        return view;
    }

    /** Kafka Streams types these processors as ones that forward nothing, but their children get what they forward. */
    @SuppressWarnings("unchecked")
    private static ProcessorSupplier<byte[], byte[], Void, Void> forwarding(
            ProcessorSupplier<byte[], byte[], ObjectRef, StateRecord> supplier) {
        return (ProcessorSupplier<byte[], byte[], Void, Void>) (ProcessorSupplier<byte[], byte[], ?, ?>) supplier;
    }

    private static final class Take implements Processor<byte[], byte[], ObjectRef, StateRecord> {
        private @Nullable ProcessorContext<ObjectRef, StateRecord> context;
        private @Nullable ViewStore store;

        @Override
        public void init(ProcessorContext<ObjectRef, StateRecord> taskContext) {
            context = taskContext;
            store = taskContext.getStateStore(STORE);
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            ProcessorContext<ObjectRef, StateRecord> task = Objects.requireNonNull(context);
            Unread.ofThisThread().taken(task.recordMetadata().orElse(null), record.timestamp());
            for (StateRecord complete :
                    Objects.requireNonNull(store).take(record.key(), record.value(), record.headers())) {
                task.forward(new Record<>(complete.ref(), complete, record.timestamp()));
            }
        }
    }
}
