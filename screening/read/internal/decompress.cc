// gzip and zstd. Both inflate into the caller's buffer, so a bomb costs time in proportion to what is read of
// it and no memory.
#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include <zlib.h>
#include <zstd.h>

#include "chemdb/base/concat.h"
#include "chemdb/base/limits.h"
#include "screening/read/internal/byte_stream.h"

namespace tidewaiter::read {
namespace {

constexpr size_t kInputBytes = 64 * 1024;

// What both have in common: the compressed bytes, and an error kept back until the bytes before it are
// delivered.
class Inflater : public ByteStream {
 public:
  explicit Inflater(std::unique_ptr<ByteStream> inner) : inner_(std::move(inner)), input_(kInputBytes) {}

  absl::StatusOr<size_t> Read(char* out, size_t capacity) override {
    if (!status_.ok()) return status_;
    if (ended_) return size_t{0};
    const size_t made = Inflate(out, capacity);
    if (made == 0 && !status_.ok()) return status_;
    return made;
  }

  absl::Status EndStatus() const override { return end_status_; }

 protected:
  // Makes at least one byte unless it sets status_ or ended_.
  virtual size_t Inflate(char* out, size_t capacity) = 0;

  // More input; false at its end or on an error.
  bool Refill() {
    const auto got = inner_->Read(input_.data(), input_.size());
    if (!got.ok()) {
      status_ = got.status();
      return false;
    }
    next_ = 0;
    available_ = *got;
    consumed_ += *got;
    return *got > 0;
  }

  // Place of the next input byte in the file.
  uint64_t offset() const { return consumed_ - (available_ - next_); }

  void Garbage(std::string_view what) {
    end_status_ = absl::DataLossError(Concat("bytes that are no ", what, " data follow after the last ", what,
                                             " member, at byte ", offset()));
    ended_ = true;
  }

  const std::unique_ptr<ByteStream> inner_;
  std::vector<char> input_;
  size_t next_ = 0;
  size_t available_ = 0;
  uint64_t consumed_ = 0;
  bool ended_ = false;
  absl::Status status_;
  absl::Status end_status_;
};

class GzipStream : public Inflater {
 public:
  explicit GzipStream(std::unique_ptr<ByteStream> inner) : Inflater(std::move(inner)) {
    if (inflateInit2(&zlib_, 15 + 16) != Z_OK) status_ = absl::InternalError("zlib cannot be started");
  }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;
  ~GzipStream() override { inflateEnd(&zlib_); }

 protected:
  size_t Inflate(char* out, size_t capacity) override {
    size_t made = 0;
    while (made == 0 && status_.ok() && !ended_) {
      if (next_ == available_ && !Refill()) {
        if (!status_.ok()) break;
        if (between_members_ && members_ > 0) {
          ended_ = true;
        } else {
          status_ = absl::DataLossError(Concat("the gzip data ends early, after ", consumed_, " bytes"));
        }
        break;
      }
      if (between_members_ && members_ > 0) {
        if (input_[next_] == 0) {  // padding
          ++next_;
          continue;
        }
        if (static_cast<unsigned char>(input_[next_]) != 0x1F) {
          Garbage("gzip");
          break;
        }
        inflateReset(&zlib_);
      }
      between_members_ = false;
      zlib_.next_in = reinterpret_cast<Bytef*>(input_.data() + next_);
      zlib_.avail_in = static_cast<uInt>(available_ - next_);
      zlib_.next_out = reinterpret_cast<Bytef*>(out);
      zlib_.avail_out = static_cast<uInt>(std::min<size_t>(capacity, 1u << 30));
      const uInt room = zlib_.avail_out;
      const int result = inflate(&zlib_, Z_NO_FLUSH);
      next_ = available_ - zlib_.avail_in;
      made = room - zlib_.avail_out;
      if (result == Z_STREAM_END) {
        ++members_;
        between_members_ = true;
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        if (members_ > 0 && zlib_.total_out == 0 && zlib_.total_in <= kHeaderBytes) {
          Garbage("gzip");
        } else {
          status_ = absl::DataLossError(Concat("the gzip data is damaged near byte ", offset(), ": ",
                                               zlib_.msg ? zlib_.msg : "no detail"));
        }
      }
    }
    return made;
  }

 private:
  static constexpr uLong kHeaderBytes = 10;
  z_stream zlib_ = {};
  bool between_members_ = true;
  uint64_t members_ = 0;
};

class ZstdStream : public Inflater {
 public:
  explicit ZstdStream(std::unique_ptr<ByteStream> inner)
      : Inflater(std::move(inner)), zstd_(ZSTD_createDCtx()) {
    if (zstd_ == nullptr ||
        ZSTD_isError(ZSTD_DCtx_setParameter(zstd_, ZSTD_d_windowLogMax, limits::kZstdWindowLog))) {
      status_ = absl::InternalError("zstd cannot be started");
    }
  }
  ZstdStream(const ZstdStream&) = delete;
  ZstdStream& operator=(const ZstdStream&) = delete;
  ~ZstdStream() override { ZSTD_freeDCtx(zstd_); }

 protected:
  size_t Inflate(char* out, size_t capacity) override {
    ZSTD_outBuffer output = {out, capacity, 0};
    while (output.pos == 0 && status_.ok() && !ended_) {
      if (next_ == available_ && !flush_ && !Refill()) {
        if (!status_.ok()) break;
        if (frame_done_ && frames_ > 0) {
          ended_ = true;
        } else {
          status_ = absl::DataLossError(Concat("the zstd data ends early, after ", consumed_, " bytes"));
        }
        break;
      }
      if (frame_done_ && frames_ > 0 && next_ < available_ && !MagicGoesOn()) {
        Garbage("zstd");
        break;
      }
      frame_done_ = false;
      ZSTD_inBuffer input = {input_.data(), available_, next_};
      const size_t before = output.pos;
      const size_t result = ZSTD_decompressStream(zstd_, &output, &input);
      next_ = input.pos;
      if (ZSTD_isError(result)) {
        const std::string_view why = ZSTD_getErrorName(result);
        status_ = absl::DataLossError(Concat("the zstd data is damaged near byte ", offset(), ": ", why));
        break;
      }
      frame_done_ = result == 0;
      if (frame_done_) ++frames_;
      flush_ = !frame_done_ && output.pos == capacity && output.pos > before;  // more may wait inside
    }
    return output.pos;
  }

 private:
  // The first byte of a frame's magic (0xFD2FB528, or 0x184D2A5? for a skippable frame; little endian).
  bool MagicGoesOn() const {
    const auto byte = static_cast<unsigned char>(input_[next_]);
    return byte == 0x28 || (byte & 0xF0) == 0x50;
  }

  ZSTD_DCtx* const zstd_;
  bool frame_done_ = true;
  bool flush_ = false;
  uint64_t frames_ = 0;
};

}  // namespace

std::unique_ptr<ByteStream> MakeGzipStream(std::unique_ptr<ByteStream> inner) {
  return std::make_unique<GzipStream>(std::move(inner));
}

std::unique_ptr<ByteStream> MakeZstdStream(std::unique_ptr<ByteStream> inner) {
  return std::make_unique<ZstdStream>(std::move(inner));
}

}  // namespace tidewaiter::read
