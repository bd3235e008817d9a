// From raw bytes to a record source: what RecordSource::Open does once a file is open; tests feed it from
// memory.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

#include "screening/read/internal/byte_stream.h"
#include "screening/read/record_source.h"

namespace tidewaiter::read {

// `name` is for messages, places and the format by name.
absl::StatusOr<std::unique_ptr<RecordSource>> OpenStream(std::unique_ptr<ByteStream> raw,
                                                         const std::string& name, const ReadOptions& options,
                                                         std::shared_ptr<ReadProgress> progress);

}  // namespace tidewaiter::read
