-- What the application has in its database: the queue and the failed jobs as Laravel
-- lays them out, and what the jobs note of themselves.
-- Accounts can be made only after this, since there is no server yet.
FLUSH PRIVILEGES;
CREATE DATABASE gallery CHARACTER SET utf8mb4;
CREATE USER 'gallery'@'%' IDENTIFIED BY 'canary-of-the-database';
GRANT ALL ON gallery.* TO 'gallery'@'%';
USE gallery;
CREATE TABLE jobs (
  id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
  queue varchar(255) NOT NULL,
  payload longtext NOT NULL,
  attempts tinyint unsigned NOT NULL,
  reserved_at int unsigned,
  available_at int unsigned NOT NULL,
  created_at int unsigned NOT NULL,
  INDEX (queue)
);
CREATE TABLE failed_jobs (
  id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
  connection text NOT NULL,
  queue text NOT NULL,
  payload longtext NOT NULL,
  exception longtext NOT NULL,
  failed_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE TABLE events (
  id bigint unsigned AUTO_INCREMENT PRIMARY KEY,
  event varchar(8) NOT NULL,
  job int NOT NULL,
  host varchar(64) NOT NULL
);
