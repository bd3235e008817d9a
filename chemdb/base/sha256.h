// SHA-256 (FIPS 180-4), by OpenSSL.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace tidewaiter {

// The digest of `data` as 64 lower-case hex digits.
std::string Sha256Hex(std::string_view data);

// The digest of what is added, piece by piece.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void Add(std::string_view data);
  // Adds the length before the data, so that ("ab", "c") and ("a", "bc") differ.
  void AddField(std::string_view data);
  // Call once.
  std::string Hex();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace tidewaiter
