package io.github.kubecluster.dask;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.LargeUtf8;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

/**
 * Writes tables as streams of Arrow's format: a schema, one batch with all rows, an end.
 *
 * <p>Arrow's own library for Java would need {@code --add-opens} from every user; the format's definition does not.
 */
final class ArrowWriter {
    static final int CONTINUATION = -1;
    private static final int ALIGNMENT = 8;
    private static final long NANOS = 1_000_000_000;

    private final Table table;
    private final List<byte[]> buffers = new ArrayList<>();
    private final List<Long> missing = new ArrayList<>();

    private ArrowWriter(Table table) {
        this.table = table;
    }

    static byte[] stream(Table table) {
        return new ArrowWriter(table).write();
    }

    private byte[] write() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeMetadata(out, schema());
        table.names().forEach(name -> addColumn(name, table.column(name)));
        writeMetadata(out, batch());
        for (byte[] buffer : buffers) {
            out.writeBytes(buffer);
            out.writeBytes(new byte[padding(buffer.length)]);
        }
        out.writeBytes(integers(CONTINUATION, 0));
        return out.toByteArray();
    }

    private ByteBuffer schema() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int[] fields = table.names().stream()
                .mapToInt(name -> field(builder, name, TableColumn.kind(name, table.column(name))))
                .toArray();
        int schema = Schema.createSchema(builder, Endianness.Little, Schema.createFieldsVector(builder, fields), 0, 0);
        return message(builder, MessageHeader.Schema, schema, 0);
    }

    private static int field(FlatBufferBuilder builder, String name, TableColumn kind) {
        int label = builder.createString(name);
        int children = Field.createChildrenVector(builder, new int[0]);
        return switch (kind) {
            case INTEGERS -> field(builder, label, Type.Int, Int.createInt(builder, Long.SIZE, true), children);
            case REALS ->
                field(
                        builder,
                        label,
                        Type.FloatingPoint,
                        FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE),
                        children);
            case BOOLEANS -> {
                Bool.startBool(builder);
                yield field(builder, label, Type.Bool, Bool.endBool(builder), children);
            }
            case TEXTS -> {
                LargeUtf8.startLargeUtf8(builder);
                yield field(builder, label, Type.LargeUtf8, LargeUtf8.endLargeUtf8(builder), children);
            }
            case DATES -> field(builder, label, Type.Date, Date.createDate(builder, DateUnit.DAY), children);
            case TIMES ->
                field(
                        builder,
                        label,
                        Type.Timestamp,
                        Timestamp.createTimestamp(builder, TimeUnit.NANOSECOND, 0),
                        children);
            case MOMENTS -> {
                int zone = builder.createString("UTC");
                yield field(
                        builder,
                        label,
                        Type.Timestamp,
                        Timestamp.createTimestamp(builder, TimeUnit.NANOSECOND, zone),
                        children);
            }
        };
    }

    private static int field(FlatBufferBuilder builder, int name, byte kind, int type, int children) {
        return Field.createField(builder, name, true, kind, type, 0, children, 0);
    }

    private ByteBuffer batch() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        long end = buffers.stream()
                .mapToLong(buffer -> buffer.length + padding(buffer.length))
                .sum();
        RecordBatch.startBuffersVector(builder, buffers.size());
        long offset = end;
        for (int i = buffers.size() - 1; i >= 0; i--) {
            int length = buffers.get(i).length;
            offset -= length + padding(length);
            Buffer.createBuffer(builder, offset, length);
        }
        int places = builder.endVector();
        RecordBatch.startNodesVector(builder, missing.size());
        for (int i = missing.size() - 1; i >= 0; i--) {
            FieldNode.createFieldNode(builder, table.size(), missing.get(i));
        }
        int nodes = builder.endVector();
        int batch = RecordBatch.createRecordBatch(builder, table.size(), nodes, places, 0, 0);
        return message(builder, MessageHeader.RecordBatch, batch, end);
    }

    private static ByteBuffer message(FlatBufferBuilder builder, byte kind, int header, long body) {
        builder.finish(Message.createMessage(builder, MetadataVersion.V5, kind, header, body, 0));
        return builder.dataBuffer();
    }

    private void addColumn(String name, List<@Nullable Object> column) {
        boolean complete = column instanceof TableColumn.Elements;
        missing.add(
                complete ? 0 : column.stream().filter(value -> value == null).count());
        buffers.add(complete ? new byte[0] : bits(column, value -> value != null));
        switch (TableColumn.kind(name, column)) {
            case REALS -> buffers.add(reals(column));
            case BOOLEANS -> buffers.add(bits(column, Boolean.TRUE::equals));
            case TEXTS -> addTexts(column);
            case DATES -> buffers.add(values(column, Integer.BYTES, (values, value) -> values.putInt(days(value))));
            case INTEGERS, TIMES, MOMENTS ->
                buffers.add(values(column, Long.BYTES, (values, value) -> values.putLong(number(value))));
        }
    }

    private static byte[] reals(List<@Nullable Object> column) {
        if (column instanceof TableColumn.Elements elements && elements.array() instanceof double[] reals) {
            ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(reals.length, Double.BYTES));
            values.order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(reals);
            return values.array();
        }
        return values(
                column,
                Double.BYTES,
                (values, value) -> values.putDouble(value instanceof Number number ? number.doubleValue() : 0));
    }

    private static int days(@Nullable Object value) {
        return value instanceof LocalDate date ? Math.toIntExact(date.toEpochDay()) : 0;
    }

    private static long number(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        } else if (value instanceof LocalDateTime time) {
            return number(time.toInstant(ZoneOffset.UTC));
        } else if (value instanceof OffsetDateTime time) {
            return number(time.toInstant());
        }
        return value instanceof Instant instant
                ? Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS), instant.getNano())
                : 0;
    }

    private void addTexts(List<@Nullable Object> column) {
        ByteBuffer offsets = ByteBuffer.allocate((column.size() + 1) * Long.BYTES);
        offsets.order(ByteOrder.LITTLE_ENDIAN).putLong(0);
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        for (Object value : column) {
            texts.writeBytes(value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8));
            offsets.putLong(texts.size());
        }
        buffers.add(offsets.array());
        buffers.add(texts.toByteArray());
    }

    /** @param bytes what each value takes */
    private static byte[] values(
            List<@Nullable Object> column, int bytes, BiConsumer<ByteBuffer, @Nullable Object> put) {
        ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(column.size(), bytes));
        values.order(ByteOrder.LITTLE_ENDIAN);
        column.forEach(value -> put.accept(values, value));
        return values.array();
    }

    private static byte[] bits(List<@Nullable Object> column, Predicate<@Nullable Object> set) {
        byte[] bits = new byte[(column.size() + Byte.SIZE - 1) / Byte.SIZE];
        for (int i = 0; i < column.size(); i++) {
            if (set.test(column.get(i))) {
                bits[i / Byte.SIZE] |= (byte) (1 << (i % Byte.SIZE));
            }
        }
        return bits;
    }

    private static void writeMetadata(ByteArrayOutputStream out, ByteBuffer metadata) {
        int length = metadata.remaining();
        out.writeBytes(integers(CONTINUATION, length + padding(length)));
        byte[] bytes = new byte[length];
        metadata.get(bytes);
        out.writeBytes(bytes);
        out.writeBytes(new byte[padding(length)]);
    }

    private static byte[] integers(int first, int second) {
        return ByteBuffer.allocate(2 * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(first)
                .putInt(second)
                .array();
    }

    private static int padding(int length) {
        return Math.floorMod(-length, ALIGNMENT);
    }
}
