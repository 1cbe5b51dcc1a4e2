-- AlterTable
ALTER TABLE "asset" ADD COLUMN     "pool" TEXT NOT NULL DEFAULT 'standard';
